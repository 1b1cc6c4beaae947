"""What Piccolo's command line looks for: the engine and the apps. ``tables`` never imports this."""

from piccolo.conf.apps import AppRegistry

from tables.engine import ENGINE

DB = ENGINE

APP_REGISTRY = AppRegistry(apps=["tables.piccolo_app"])
