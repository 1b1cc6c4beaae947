-- Makes the roles and the databases of an installation, or gives those of an older one their roles; may be repeated.
-- Run it as a superuser with psql 14 or newer. Passwords come from the environment; one that is not set stays as it is:
-- POSTGRES_OWNER_PASSWORD of berkas_owner (migrations), POSTGRES_APP_PASSWORD of berkas_app (API and workers),
-- POSTGRES_PREFECT_PASSWORD of prefect (Prefect's server). `berkas migrate` then grants berkas_app what it needs.
\set ON_ERROR_STOP on
\set QUIET on
\getenv owner_password POSTGRES_OWNER_PASSWORD
\getenv app_password POSTGRES_APP_PASSWORD
\getenv prefect_password POSTGRES_PREFECT_PASSWORD

select format('create role %I', name) from unnest(array['berkas_owner', 'berkas_app', 'prefect']) as name
where not exists (select from pg_roles where rolname = name) \gexec
alter role berkas_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role berkas_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role prefect login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
\if :{?owner_password}
alter role berkas_owner password :'owner_password';
\endif
\if :{?app_password}
alter role berkas_app password :'app_password';
\endif
\if :{?prefect_password}
alter role prefect password :'prefect_password';
\endif

select format('create database %I', name) from unnest(array['berkas', 'prefect']) as name
where not exists (select from pg_database where datname = name) \gexec
alter database berkas owner to berkas_owner;
alter database prefect owner to prefect;
revoke connect, temporary on database berkas, prefect from public;
grant connect on database berkas to berkas_app;

\connect berkas
set client_min_messages = warning;
create extension if not exists pg_trgm;
\set owner berkas_owner
\ir own.psql

\connect prefect
set client_min_messages = warning;
create extension if not exists pg_trgm;
\set owner prefect
\ir own.psql
