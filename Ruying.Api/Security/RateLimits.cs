using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ruying.Api.Problems;

namespace Ruying.Api.Security;

/// <summary>A bucket of requests for each key, and for each address that shows none; whoever sits at the machine without keys has no limit.</summary>
internal static class RateLimits
{
    public static void Configure(RateLimiterOptions limiter, ServiceOptions options)
    {
        limiter.GlobalLimiter = Limiter(options);
        limiter.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            throw new RequestException(StatusCodes.Status429TooManyRequests, "request.rate_limited", "These are too many requests at once; wait a little and send it again.")
            {
                Header = ("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            };
        };
    }

    /// <summary>Tells the caller how many requests are left (draft-ietf-httpapi-ratelimit-headers).</summary>
    public static Task TellAsync(HttpContext context, RequestDelegate next)
    {
        var (limiter, options) = (
            context.RequestServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter,
            context.RequestServices.GetRequiredService<IOptions<ServiceOptions>>().Value);
        if (IsLimited(context, options) && limiter?.GetStatistics(context) is { } statistics)
        {
            var headers = context.Response.Headers;
            headers["RateLimit-Limit"] = options.RateLimit.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Remaining"] = statistics.CurrentAvailablePermits.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Reset"] = Math.Ceiling((options.RateLimit - statistics.CurrentAvailablePermits) * 60.0 / options.RateLimit).ToString(CultureInfo.InvariantCulture);
        }

        return next(context);
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(ServiceOptions options) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        !IsLimited(context, options)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(Caller.Key(context.User) ?? context.Connection.RemoteIpAddress?.ToString() ?? "?", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RateLimit,
                TokensPerPeriod = Math.Max(1, options.RateLimit / 60),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / options.RateLimit)),
                QueueLimit = 0,
            }));

    private static bool IsLimited(HttpContext context, ServiceOptions options) =>
        options.RateLimit > 0 && (Caller.Owner(context.User) is null || Caller.Key(context.User) is not null);
}
