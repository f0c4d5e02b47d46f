using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Ruying.Api.Data.Migrations;

/// <summary>For dotnet-ef, which compares the tables with the last migration and opens no database.</summary>
internal sealed class DesignedPostgres : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql().Options);
}
