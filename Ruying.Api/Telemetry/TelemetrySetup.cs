using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ruying.Api.Telemetry;

/// <summary>Metrics for Prometheus to fetch, and both metrics and traces sent by OTLP where an address for it is set.</summary>
internal static class TelemetrySetup
{
    private const string Address = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Bounds for stages and jobs, in seconds: from a cached stage to an hour's video.
    private static readonly double[] Seconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10800];

    private static readonly double[] Rates = [1, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 200, 400];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<JobTraces>();
        services.AddHostedService<StandMetrics>();

        var sends = !string.IsNullOrWhiteSpace(builder.Configuration[Address]);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ruying", serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(ServiceMetrics.Name).AddAspNetCoreInstrumentation()
                    .AddView("ruying.stage.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Seconds })
                    .AddView("ruying.job.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Seconds })
                    .AddView("ruying.render.rate", new ExplicitBucketHistogramConfiguration { Boundaries = Rates })
                    .AddPrometheusExporter();
                if (sends)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (sends)
        {
            telemetry.WithTracing(traces => traces.AddSource(ServiceMetrics.Name).AddAspNetCoreInstrumentation().AddOtlpExporter());
        }
    }

    /// <summary>Where Prometheus fetches.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new Security.AdminOnly());
}
