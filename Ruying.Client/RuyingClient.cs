using System.Globalization;

namespace Ruying.Client;

/// <summary>The API of a Ruying service. What it refuses is a <see cref="RuyingApiException"/>; safe for several threads.</summary>
public sealed class RuyingClient
{
    private readonly ApiConnection _connection;

    /// <summary>Speaks through a client of yours, which stays yours to dispose.</summary>
    /// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the service's; uploads take as long as its timeout lets them.</param>
    public RuyingClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _connection = new ApiConnection(http);
        Avatars = new AvatarsClient(_connection);
        Videos = new VideosClient(_connection);
        Jobs = new JobsClient(_connection);
        Webhooks = new WebhooksClient(_connection);
        Uploads = new UploadsClient(_connection);
        Models = new ModelsClient(_connection);
        Lexicons = new LexiconsClient(_connection);
        Keys = new KeysClient(_connection);
        Previews = new PreviewsClient(_connection);
        Drafts = new DraftsClient(_connection);
        Shares = new SharesClient(_connection);
    }

    /// <summary>Avatars.</summary>
    public AvatarsClient Avatars { get; }

    /// <summary>Videos.</summary>
    public VideosClient Videos { get; }

    /// <summary>Jobs.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Webhooks.</summary>
    public WebhooksClient Webhooks { get; }

    /// <summary>Files sent before something is made of them.</summary>
    public UploadsClient Uploads { get; }

    /// <summary>Models.</summary>
    public ModelsClient Models { get; }

    /// <summary>Lexicons.</summary>
    public LexiconsClient Lexicons { get; }

    /// <summary>Keys.</summary>
    public KeysClient Keys { get; }

    /// <summary>Speech at once, and beginnings of videos.</summary>
    public PreviewsClient Previews { get; }

    /// <summary>Videos that are not finished.</summary>
    public DraftsClient Drafts { get; }

    /// <summary>Links to videos.</summary>
    public SharesClient Shares { get; }

    /// <summary>What was made, is stored and may be.</summary>
    /// <param name="from">The first day, UTC; 29 days before the last if null.</param>
    /// <param name="to">The last day, UTC; today if null.</param>
    /// <param name="owner">Whose; the key's own owner if null. Another's needs an admin key.</param>
    /// <param name="all">Everybody's; needs an admin key.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RuyingApiException"><c>usage.range</c>, <c>auth.scope</c>.</exception>
    public Task<Usage> GetUsageAsync(DateOnly? from = null, DateOnly? to = null, string? owner = null, bool all = false, CancellationToken cancellationToken = default) =>
        _connection.GetAsync<Usage>(
            "usage" + ApiConnection.Query(("from", from?.ToString("O", CultureInfo.InvariantCulture)), ("to", to?.ToString("O", CultureInfo.InvariantCulture)), ("owner", owner), ("all", all ? "true" : null)), cancellationToken);

    /// <summary>The voices of the service's machine.</summary>
    /// <param name="language">BCP 47 tag; only what speaks it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<IReadOnlyList<Voice>> ListVoicesAsync(string? language = null, CancellationToken cancellationToken = default) =>
        _connection.GetAsync<IReadOnlyList<Voice>>("voices" + ApiConnection.Query(("language", language)), cancellationToken);
}
