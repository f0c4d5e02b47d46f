using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Npgsql.EntityFrameworkCore.PostgreSQL.Query.Expressions.Internal;

namespace Ruying.Api.Data;

/// <summary>The tables in PostgreSQL: any number of machines.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : RuyingDb(options)
{
    protected override SqlExpression Fits(SqlExpression text, SqlExpression pattern) =>
#pragma warning disable EF1001 // LIKE of this server minds capitals, and the provider has no other name for the one that does not.
        new PgILikeExpression(text, pattern, new SqlConstantExpression(TextSearch.Escape, text.TypeMapping), null);
#pragma warning restore EF1001
}
