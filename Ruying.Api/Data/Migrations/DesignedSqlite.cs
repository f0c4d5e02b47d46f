using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Ruying.Api.Data.Migrations;

/// <summary>For dotnet-ef, which compares the tables with the last migration and opens no database.</summary>
internal sealed class DesignedSqlite : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite().Options);
}
