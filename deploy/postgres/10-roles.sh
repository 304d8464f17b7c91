#!/bin/sh
# Run once by the postgres image on an empty data folder: the roles and the database.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres \
    --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" \
    --set backup_password="$BACKUP_PASSWORD" <<'SQL'
CREATE ROLE nuanxin_owner LOGIN CREATEDB BYPASSRLS PASSWORD :'owner_password';
CREATE ROLE nuanxin_app LOGIN PASSWORD :'app_password';
GRANT nuanxin_app TO nuanxin_owner;
CREATE ROLE nuanxin_backup LOGIN BYPASSRLS PASSWORD :'backup_password';
GRANT pg_read_all_data TO nuanxin_backup;
CREATE DATABASE nuanxin OWNER nuanxin_owner;
SQL
