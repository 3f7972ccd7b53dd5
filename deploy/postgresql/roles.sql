-- Run once by the server's administrator:
--   psql -v ON_ERROR_STOP=1 -v owner_password=… -v replica_password=… -f deploy/postgresql/roles.sql
-- The owner makes and changes tables at an upgrade; the web role serves and may not change what is sealed.
CREATE ROLE tieubieu_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE tieubieu_web LOGIN;
CREATE ROLE tieubieu_replica LOGIN REPLICATION PASSWORD :'replica_password';
CREATE DATABASE tieubieu OWNER tieubieu_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE tieubieu FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE tieubieu TO tieubieu_web;
