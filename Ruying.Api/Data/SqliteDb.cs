using Microsoft.EntityFrameworkCore;

namespace Ruying.Api.Data;

/// <summary>The tables in a SQLite file: one machine.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : RuyingDb(options);
