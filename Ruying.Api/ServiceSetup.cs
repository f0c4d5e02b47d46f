using System.Text.Json;
using System.Text.Json.Serialization;
using Hangfire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ruying.Api.Audit;
using Ruying.Api.Avatars;
using Ruying.Api.Consents;
using Ruying.Api.Backups;
using Ruying.Api.Data;
using Ruying.Api.Description;
using Ruying.Api.Drafts;
using Ruying.Api.Health;
using Ruying.Api.Idempotency;
using Ruying.Api.Jobs;
using Ruying.Api.Keys;
using Ruying.Api.Languages;
using Ruying.Api.Lexicons;
using Ruying.Api.Logs;
using Ruying.Api.Models;
using Ruying.Api.Pages;
using Ruying.Api.Previews;
using Ruying.Api.Problems;
using Ruying.Api.Retention;
using Ruying.Api.Security;
using Ruying.Api.Segments;
using Ruying.Api.Servers;
using Ruying.Api.Settings;
using Ruying.Api.Shares;
using Ruying.Api.Storage;
using Ruying.Api.Telemetry;
using Ruying.Api.Uploads;
using Ruying.Api.Uploads.Tus;
using Ruying.Api.Usage;
using Ruying.Api.Videos;
using Ruying.Api.Voices;
using Ruying.Api.Webhooks;
using Ruying.Pipeline;

namespace Ruying.Api;

/// <summary>What the service is made of, and the order in which a request passes through it.</summary>
internal static class ServiceSetup
{
    public static void AddRuying(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ServiceOptions>()
            .Configure<IConfiguration>((options, configuration) => options.DataFolder = configuration["RUYING_DATA"] ?? options.DataFolder)
            .BindConfiguration(SettingsCheck.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddStore();
        AddUploads(services);
        services.AddDatabase();
        services.AddSingleton<IdempotencyStore>();
        AddAccess(services);
        AddJobs(services);
        builder.AddLogs();
        builder.AddTelemetry();
        services.AddHealth();
        services.AddSingleton<RetentionService>();
        services.AddHostedService<DailyRetention>();
        services.AddHostedService<PreviewSweep>();
        services.AddSingleton<BackupService>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<UsageReports>();
        services.AddSingleton<IPipeline, LocalPipeline>();
        services.AddSingleton<AvatarService>();
        services.AddSingleton<AvatarManifests>();
        services.AddSingleton<AvatarVoices>();
        services.AddSingleton<ConsentService>();
        services.AddSingleton<VideoRequestReader>();
        services.AddSingleton<BackgroundFiles>();
        services.AddResponseCompression(options =>
        {
            // What is the same for everybody, and nothing that a secret could be guessed from by its length.
            options.EnableForHttps = true;
            options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.AddSingleton<VideoService>();
        services.AddSingleton<VideoParts>();
        services.AddSingleton<VideoBatches>();
        services.AddSingleton<PreviewService>();
        services.AddSingleton<SpeechPreviews>();
        services.AddSingleton<DraftService>();
        services.AddSingleton<ShareService>();
        services.AddSingleton<SharedVideos>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<VoiceCatalogue>();
        services.AddSingleton<LexiconService>();
        services.AddSingleton<ModelService>();
        services.AddSingleton<WebhookService>();
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<ModelImports>();
        AddWeb(services);
    }

    /// <summary>Whether this process works for others, and answers nothing but how it is.</summary>
    public static bool IsWorker(this WebApplication app) =>
        Enum.TryParse<ServerRole>(app.Configuration[$"{SettingsCheck.Section}:{nameof(ServiceOptions.Role)}"], ignoreCase: true, out var role) && role == ServerRole.Worker;

    /// <summary>For those who run the service rather than use it.</summary>
    public static void MapOperation(this WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();
    }

    /// <summary>Puts it together and runs it; what the person who starts the service can mend is one line and exit code 2.</summary>
    public static async Task<int> RunUntilStoppedAsync(this WebApplication app, Action<WebApplication> map)
    {
        try
        {
            SettingsCheck.Require(app.Configuration);
            app.UseRuying();
            map(app);
            await app.RunAsync();
            return 0;
        }
        catch (RuyingException exception)
        {
            await Console.Error.WriteLineAsync($"ruying: {exception.Message} [{exception.Code}]");
            return 2;
        }
    }

    /// <summary>Whether the answer is for a program rather than for a person.</summary>
    internal static bool IsApi(HttpContext context)
    {
        var path = RequestedPath(context);
        return path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/openapi", StringComparison.Ordinal);
    }

    /// <summary>What was asked for, also while an exception is handled: then the request's own path is the error page's.</summary>
    internal static PathString RequestedPath(HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? new PathString(failed.Path) : context.Request.Path;

    private static void UseRuying(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/error");
        app.UseWhen(IsApi, api => api.UseStatusCodePages());
        app.UseWhen(context => !IsApi(context), pages => pages.UseStatusCodePagesWithReExecute("/error", "?status={0}"));
        app.UseMiddleware<TusProtocol>();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseResponseCompression();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.Use(RateLimits.TellAsync);
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<AuditTrail>();
        app.UseMiddleware<IdempotencyGuard>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyService>();
        services.AddAuthentication(KeyAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null)
            .AddCookie(options =>
            {
                options.Cookie.Name = "ruying";
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.ExpireTimeSpan = TimeSpan.FromDays(7);
                options.Events.OnValidatePrincipal = Sessions.ValidateAsync;
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new ScopeRequirement()).Build());
        services.AddSingleton<IAuthorizationHandler, ScopeRequirement>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ServiceOptions>>((limiter, options) => RateLimits.Configure(limiter, options.Value));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServiceOptions>>((forwarded, options) => Proxies.Configure(forwarded, options.Value));
    }

    private static void AddUploads(IServiceCollection services)
    {
        services.AddSingleton<UsageService>();
        services.AddSingleton<QuotaGuard>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<UploadExpiry>();
        services.AddSingleton<UploadService>();
        services.AddSingleton<UploadUse>();
        services.AddSingleton<UploadSweep>();
        services.AddSingleton<TusUploads>();
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton<ThisServer>();
        services.AddSingleton<ServerStore>();
        services.AddSingleton<DeadServers>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobWatchers>();
        services.AddSingleton<JobEvents>();
        services.AddSingleton<JobCancellations>();
        services.AddSingleton<JobAttempts>();
        services.AddSingleton<JobWatchdog>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobService>();
        services.AddSingleton<JobSubjects>();
        services.AddSingleton<JobDispatcher>();
        services.AddTransient<BuildAvatarJob>();
        services.AddTransient<RenderVideoJob>();
        services.AddTransient<PullModelJob>();
        services.AddSingleton<SegmentStore>();
        services.AddSingleton<SegmentRefusals>();
        services.AddSingleton<SharedWork>();
        services.AddSingleton<JobFrames>();
        services.AddSingleton<SegmentCrews>();
        services.AddTransient<RenderSegmentsJob>();
        services.AddTransient<RenderPreviewJob>();

        // Before the workers: hosted services start in this order.
        services.AddHostedService<Startup>();
        services.AddHostedService<ServerWatch>();
        services.AddHostedService<JobFeed>();
        services.AddHostedService<WebhookDeliverer>();

        // Pieces of this host's own: AddHangfire would set process-wide ones.
        services.AddSingleton<JobStorage>(provider => TicketStorage.Create(provider.GetRequiredService<IOptions<ServiceOptions>>().Value));
        services.AddSingleton<IBackgroundJobClient>(provider => new BackgroundJobClient(provider.GetRequiredService<JobStorage>()));
        services.AddHostedService<JobWorkers>();
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemCodes.Complete);
        services.AddExceptionHandler<ProblemHandler>();
        services.AddApiDescription();
        services.AddRazorPages();
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            // What a page tells once after it went on, encrypted.
            options.Cookie.Name = "ruying-told";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.IsEssential = true;
        });
        services.AddSingleton<VideoForms>();
        services.AddSingleton<LanguageCatalogue>();
        services.AddScoped<Phrases>();

        services.AddDataProtection().SetApplicationName("ruying");
        services.AddKeys();
    }
}
