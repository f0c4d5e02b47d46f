using Microsoft.EntityFrameworkCore;

namespace Ruying.Api.Data;

/// <summary>The tables in PostgreSQL: any number of machines.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : RuyingDb(options);
