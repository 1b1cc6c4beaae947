-- Prefect keeps its own database beside ours; run once, by the first start of the container.
create database prefect;
