using Ruying.Api;
using Ruying.Api.Avatars;
using Ruying.Api.Description;
using Ruying.Api.Jobs;
using Ruying.Api.Lexicons;
using Ruying.Api.Models;
using Ruying.Api.Security;
using Ruying.Api.Tags;
using Ruying.Api.Videos;
using Ruying.Api.Voices;
using Ruying.Api.Webhooks;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.ListenOnLoopbackByDefault();
builder.AddRuying();

await using var app = builder.Build();
app.UseRuying();

var api = app.MapGroup("/api/v1").AddEndpointFilter<RouteGroupBuilder, TagFilter>();
api.MapAvatarsApi();
api.MapVideosApi();
api.MapJobsApi();
api.MapVoicesApi();
api.MapLexiconsApi();
api.MapModelsApi();
api.MapWebhooksApi();
app.MapOpenApi();
app.MapReferencePage();
app.MapRazorPages();

return await app.RunUntilStoppedAsync();
