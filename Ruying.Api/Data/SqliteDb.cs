using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Ruying.Api.Data;

/// <summary>The tables in a SQLite file: one machine.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : RuyingDb(options)
{
    protected override SqlExpression Fits(SqlExpression text, SqlExpression pattern) =>
        new LikeExpression(text, pattern, new SqlConstantExpression(TextSearch.Escape, text.TypeMapping), null);
}
