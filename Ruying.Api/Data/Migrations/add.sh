#!/usr/bin/env bash
# Adds a migration for each kind of database: Ruying.Api/Data/Migrations/add.sh NameOfWhatChanged
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
export RuyingMigrations=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet tool restore >/dev/null
dotnet build Ruying.Api -c Release -v q --nologo
for kind in Sqlite Postgres; do
    dotnet ef migrations add "$1" --project Ruying.Api --configuration Release --no-build \
        --context "${kind}Db" --output-dir "Data/Migrations/$kind"
done
sed -i 's/^\xEF\xBB\xBF//' Ruying.Api/Data/Migrations/*/*.cs
# Without the tool's package again.
RuyingMigrations=false dotnet restore Ruying.Api >/dev/null
