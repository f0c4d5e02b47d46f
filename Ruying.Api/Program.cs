using Ruying.Api;
using Ruying.Api.Admin;
using Ruying.Api.Audit;
using Ruying.Api.Avatars;
using Ruying.Api.Consents;
using Ruying.Api.Description;
using Ruying.Api.Drafts;
using Ruying.Api.Jobs;
using Ruying.Api.Keys;
using Ruying.Api.Languages;
using Ruying.Api.Lexicons;
using Ruying.Api.Models;
using Ruying.Api.Previews;
using Ruying.Api.Security;
using Ruying.Api.Shares;
using Ruying.Api.Tags;
using Ruying.Api.Uploads;
using Ruying.Api.Usage;
using Ruying.Api.Videos;
using Ruying.Api.Voices;
using Ruying.Api.Webhooks;

if (args is ["keys", .. var keyWords])
{
    return await KeyCommands.RunAsync(keyWords, AdminOutput.ForThisProcess());
}

if (args is ["admin", .. var words])
{
    return await AdminCommandLine.RunAsync(words, AdminOutput.ForThisProcess());
}

// "serve --role worker" is short for the setting.
args = [.. args.Select(word => word == "--role" || word.StartsWith("--role=", StringComparison.Ordinal) ? "--Ruying:Role" + word["--role".Length..] : word)];
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.ListenOnLoopbackByDefault();
builder.AddRuying();

await using var app = builder.Build();
return await app.RunUntilStoppedAsync(Map);

static void Map(WebApplication app)
{
    app.MapOperation();
    if (app.IsWorker())
    {
        return;
    }

    var api = app.MapGroup("/api/v1").AddEndpointFilter<RouteGroupBuilder, TagFilter>();
    api.MapAvatarsApi();
    api.MapVideosApi();
    api.MapUploadsApi();
    api.MapJobsApi();
    api.MapVoicesApi();
    api.MapLexiconsApi();
    api.MapModelsApi();
    api.MapKeysApi();
    api.MapWebhooksApi();
    api.MapConsentsApi();
    api.MapAuditApi();
    api.MapPreviewsApi();
    api.MapDraftsApi();
    api.MapUsageApi();
    api.MapSharesApi();
    app.MapShares();
    app.MapOpenApi();
    app.MapReferencePage();
    app.MapJobDashboard();
    app.MapLanguages();
    app.MapRazorPages();
}
