using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Ruying.Api.Data;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Api.Tags;
using Ruying.Api.Videos;

namespace Ruying.Api.Drafts;

/// <summary>Keeps videos that are not finished, as somebody types.</summary>
public sealed class DraftService(
    IDbContextFactory<RuyingDb> databases, TimeProvider time, IOptions<ServiceOptions> options, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>Keeps a new one.</summary>
    /// <exception cref="RequestException"><c>draft.too_many</c>, what <see cref="DraftRules.Check"/> throws.</exception>
    public async Task<DraftResponse> CreateAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        DraftRules.Check(request, options.Value.ScriptLimit);
        var now = time.GetUtcNow();
        var row = new DraftRow { Id = Ids.New(time), Title = request.Title, Video = Write(request), Version = 1, CreatedAt = now, ChangedAt = now };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Drafts.CountAsync(cancellationToken) >= options.Value.DraftLimit)
        {
            throw RequestException.Conflict("draft.too_many", $"You have {options.Value.DraftLimit} drafts; delete one first.");
        }

        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // As it is kept: moments are rounded, and the tag is of what is read.
        return await GetAsync(row.Id, cancellationToken);
    }

    /// <summary>Drafts, those made last first.</summary>
    /// <param name="limit">How many the page holds.</param>
    /// <param name="before">Only those before this one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ListPage<DraftResponse>> ListAsync(int? limit, string? before, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Drafts.AsNoTracking()
            .Where(d => before == null || string.Compare(d.Id, before) < 0)
            .OrderByDescending(d => d.Id)
            .Take(Paging.Limit(limit) + 1)
            .ToListAsync(cancellationToken);
        return Paging.Of(rows, Paging.Limit(limit), d => d.Id, Show);
    }

    /// <exception cref="RequestException"><c>draft.unknown</c>.</exception>
    public async Task<DraftResponse> GetAsync(string id, CancellationToken cancellationToken) => Show(await RequireAsync(id, cancellationToken));

    /// <summary>Puts another in its place, unless somebody was quicker: of two who saw the same, one succeeds.</summary>
    /// <param name="id">The draft.</param>
    /// <param name="request">All of it.</param>
    /// <param name="seen">The tags that If-Match names; none to overwrite whatever is there.</param>
    /// <param name="cancellationToken">Stops before it is kept.</param>
    /// <exception cref="RequestException"><c>draft.unknown</c>, <c>request.precondition_failed</c>, what <see cref="DraftRules.Check"/> throws.</exception>
    public async Task<DraftResponse> ReplaceAsync(string id, DraftRequest request, StringValues seen, CancellationToken cancellationToken)
    {
        DraftRules.Check(request, options.Value.ScriptLimit);
        while (true)
        {
            var row = await RequireAsync(id, cancellationToken);
            if (seen.Count > 0 && !EntityTags.Names(seen, TagOf(Show(row)), weakly: false))
            {
                throw TagConventions.Changed();
            }

            var (version, now, video) = (row.Version, time.GetUtcNow(), Write(request));
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var changed = await db.Drafts.Where(d => d.Id == id && d.Version == version).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.Title, request.Title).SetProperty(d => d.Video, video).SetProperty(d => d.Version, version + 1).SetProperty(d => d.ChangedAt, now),
                cancellationToken);
            if (changed == 1)
            {
                return await GetAsync(id, cancellationToken);
            }
        }
    }

    /// <exception cref="RequestException"><c>draft.unknown</c>.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Drafts.Where(d => d.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw Unknown();
        }
    }

    /// <summary>The tag of a draft as a GET gives it, without the quotes.</summary>
    public string TagOf(DraftResponse draft) => EntityTags.Of(JsonSerializer.SerializeToUtf8Bytes(draft, json.Value.SerializerOptions));

    private async Task<DraftRow> RequireAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Drafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) ?? throw Unknown();
    }

    private string Write(DraftRequest request) => JsonSerializer.Serialize(request.Video ?? new CreateVideoRequest(null), json.Value.SerializerOptions);

    private DraftResponse Show(DraftRow row) => new(
        row.Id, row.Title, JsonSerializer.Deserialize<CreateVideoRequest>(row.Video, json.Value.SerializerOptions)!, row.Version, row.CreatedAt, row.ChangedAt);

    private static RequestException Unknown() => RequestException.NotFound("draft.unknown", "There is no such draft; it may have been deleted.");
}
