using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ruying.Tests.Api;

/// <summary>A server of the test's that takes webhooks' messages.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>();
    private readonly WebApplication _app;
    private int _count;

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>What it answers.</summary>
    public Action<HttpContext> Answer { get; set; } = _ => { };

    public int Count => _count;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Url = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";
        return receiver;
    }

    public async Task<Message> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await _messages.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var message = new Message(
            context.Request.Path, context.Request.Headers["Ruying-Event"].ToString(), context.Request.Headers[WebhookHeader].ToString(), await reader.ReadToEndAsync());
        Interlocked.Increment(ref _count);
        Answer(context);
        await context.Response.CompleteAsync();
        _messages.Writer.TryWrite(message);
    }

    private const string WebhookHeader = "Ruying-Signature";

    /// <summary>What came.</summary>
    public sealed record Message(string Path, string Event, string Signature, string Body);
}
