using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Consents;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Models;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Storage;
using Ruying.Api.Uploads;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;

namespace Ruying.Api.Avatars;

/// <summary>What clients and pages may do with avatars.</summary>
public sealed class AvatarService(
    IDbContextFactory<RuyingDb> databases, UploadReader uploads, UploadUse uses, QuotaGuard quota, IFileStore store, KeptFiles kept, JobDispatcher dispatcher, JobService jobs, IPipeline pipeline, TimeProvider time)
{
    public const int NameLimit = 100;

    /// <summary>The form's field for a clip in which the person agrees.</summary>
    public const string ConsentClip = "consentClip";

    /// <summary>
    /// Takes footage (<c>file</c>, or an upload's id in <c>upload</c>, each several times for several clips), <c>name</c>, the consent (<c>consentBy</c>,
    /// <c>consent</c>, <c>consentAt</c>, <c>consentClip</c> or <c>consentUpload</c>), <c>studio</c> and <c>review</c> from a multipart form and starts to build.
    /// </summary>
    /// <param name="request">The form, not read yet.</param>
    /// <param name="admit">Called with the fields before the file is taken; throws to refuse.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> throws, what <see cref="UploadUse.TakeAsync"/> throws, <c>upload.missing</c>, <c>upload.both</c>, <c>upload.too_many</c>, <c>avatar.name_too_long</c>, <c>avatar.studio</c>, <c>avatar.review</c>, what <see cref="ConsentRules.Row"/> throws.</exception>
    public async Task<CreatedResponse> CreateAsync(HttpRequest request, Func<UploadedForm, Task>? admit, CancellationToken cancellationToken)
    {
        await jobs.RequireRoomAsync(1, cancellationToken);
        await quota.RequireRoomAsync(Caller.Require(request.HttpContext.User), cancellationToken);
        var id = Ids.New(time);
        var actor = request.HttpContext.User.Identity?.Name ?? "";
        var form = await uploads.ReadAsync(request, id, "file", CheckAsync, cancellationToken, otherFields: [ConsentClip], mostFiles: Intake.MostClips);
        var clips = new List<UsedUpload>();
        try
        {
            await TakeClipsAsync(form, id, clips, cancellationToken);
            await using var clip = await uses.TakeAsync(form.Text("consentUpload"), form.Other(ConsentClip), StoreNames.Upload(id, ConsentClip), cancellationToken);
            var consent = Consent(form, id, actor);
            consent.ClipName = (form.Other(ConsentClip) ?? clip?.File)?.Name;
            return await CreateAsync(id, form.Files.Count > 0 ? form : form with { Files = [.. clips.Select(c => c.File)] }, consent, [.. clips, clip], cancellationToken);
        }
        catch
        {
            await GiveBackAsync(clips);
            await kept.DropUploadAsync(id);
            throw;
        }

        // Before a large file has come: what is wrong without it need not wait for it. A browser sends the fields in the page's order, the consent after the files.
        async Task CheckAsync(UploadedForm sent)
        {
            await (admit?.Invoke(sent) ?? Task.CompletedTask);
            if (sent.Fields.ContainsKey("consentBy") && sent.Fields.ContainsKey("consent"))
            {
                Consent(sent, id, actor);
            }
        }
    }

    /// <summary>Avatars, the newest first.</summary>
    /// <param name="limit">How many the page holds.</param>
    /// <param name="before">Only those before this one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="state">Only what stands so.</param>
    /// <param name="words">Only those with this in their name.</param>
    public async Task<ListPage<AvatarResponse>> ListAsync(
        int? limit, string? before, CancellationToken cancellationToken, ResultState? state = null, string? words = null)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (states, pattern) = (state.ToJobStates(), TextSearch.Pattern(words));
        var rows = await db.Avatars.AsNoTracking()
            .Include(a => a.Job)
            .Where(a => states == null || states.Contains(a.Job!.State))
            .Where(a => pattern == null || TextSearch.Fits(a.Name, pattern))
            .Where(a => before == null || string.Compare(a.Id, before) < 0)
            .OrderByDescending(a => a.Id)
            .Take(Paging.Limit(limit) + 1)
            .ToListAsync(cancellationToken);
        return Paging.Of(rows, Paging.Limit(limit), a => a.Id, AvatarResponse.From);
    }

    /// <exception cref="RequestException"><c>avatar.unknown</c>.</exception>
    public async Task<AvatarResponse> GetAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Avatars.AsNoTracking().Include(a => a.Job).SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        return row is null ? throw Unknown() : AvatarResponse.From(row);
    }

    /// <summary>The name of the footage report's file, or null while there is none.</summary>
    /// <param name="id">The avatar's id.</param>
    /// <param name="file"><see cref="AvatarBuilder.ReportJsonName"/> or <see cref="AvatarBuilder.ReportHtmlName"/>.</param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <exception cref="RequestException"><c>avatar.unknown</c>.</exception>
    public async Task<string?> FindReportAsync(string id, string file, CancellationToken cancellationToken)
    {
        var avatar = await GetAsync(id, cancellationToken);
        return (await store.FindAsync(StoreNames.Report(avatar.Id, file), cancellationToken))?.Name;
    }

    /// <summary>The footage report, or null while there is none.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>.</exception>
    public async Task<FootageReport?> ReadReportAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindReportAsync(id, AvatarBuilder.ReportJsonName, cancellationToken) is not { } name)
        {
            return null;
        }

        await using var file = await store.OpenAsync(name, 0, null, cancellationToken);
        return await JsonSerializer.DeserializeAsync<FootageReport>(file, JsonSerializerOptions.Web, cancellationToken);
    }

    /// <summary>The name of the picture of a frame that the report's findings name, or null where there is none.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>.</exception>
    public async Task<string?> FindReportFrameAsync(string id, int frame, CancellationToken cancellationToken)
    {
        var avatar = await GetAsync(id, cancellationToken);
        return (await store.FindAsync(StoreNames.ReportFrame(avatar.Id, frame), cancellationToken))?.Name;
    }

    /// <summary>
    /// Goes on with an avatar whose job stopped for a look at its report (<see cref="FootageReport.ReviewCode"/>), from the stages that are done.
    /// Asked again while it builds, or when it is there, it changes nothing.
    /// </summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>; <c>avatar.no_review</c>: it failed for another reason or was cancelled.</exception>
    public async Task<CreatedResponse> BuildAnywayAsync(string id, CancellationToken cancellationToken)
    {
        var avatar = await GetAsync(id, cancellationToken);
        if (avatar.Job.Active || avatar.State == ResultState.Ready)
        {
            return new CreatedResponse(avatar.Id, avatar.Job.Id);
        }

        if (!avatar.Job.StoppedForReview)
        {
            throw RequestException.Conflict("avatar.no_review", "The avatar does not wait for a look at its report; start its job again, or give other footage.");
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Avatars.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Review, false), cancellationToken);
        try
        {
            await jobs.RetryAsync(avatar.Job.Id, cancellationToken);
        }
        catch (RequestException exception) when (exception.Code == "job.not_ended")
        {
            // Somebody else said so at the same moment.
        }

        return new CreatedResponse(avatar.Id, avatar.Job.Id);
    }

    /// <summary>The name of the avatar's picture, or null while there is none.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>.</exception>
    public async Task<string?> FindPosterAsync(string id, CancellationToken cancellationToken)
    {
        var avatar = await GetAsync(id, cancellationToken);
        return (await store.FindAsync(StoreNames.Poster(avatar.Id), cancellationToken))?.Name;
    }

    /// <summary>Deletes an avatar with its videos.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>, or <c>avatar.busy</c> while a job works on it or one of its videos.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var avatar = await db.Avatars.Include(a => a.Job).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) ?? throw Unknown();
        var videos = await db.Videos.Include(v => v.Job).Where(v => v.AvatarId == id).ToListAsync(cancellationToken);
        var previews = await db.Previews.Include(p => p.Job).Where(p => p.AvatarId == id).ToListAsync(cancellationToken);
        if (!avatar.Job!.IsFinal || videos.Any(v => !v.Job!.IsFinal) || previews.Any(p => !p.Job!.IsFinal))
        {
            throw RequestException.Conflict("avatar.busy", "The avatar or one of its videos is being made; cancel that first.");
        }

        db.RemoveRange(videos);
        db.RemoveRange(videos.Select(v => v.Job!));
        db.RemoveRange(previews);
        db.RemoveRange(previews.Select(p => p.Job!));
        db.Remove(avatar);
        db.Remove(avatar.Job);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // Files after rows: what a crash leaves here goes when the service starts.
        foreach (var video in videos)
        {
            await kept.ForgetAsync(video.Id, video.JobId);
        }

        foreach (var preview in previews)
        {
            await kept.ForgetAsync(preview.Id, preview.JobId);
        }

        await kept.ForgetAsync(id, avatar.JobId);
    }

    /// <summary>The avatar, ready to speak.</summary>
    /// <exception cref="RequestException"><c>avatar.unknown</c>, <c>avatar.not_ready</c>, <c>consent.revoked</c>.</exception>
    internal static async Task<AvatarRow> RequireReadyAsync(RuyingDb db, string? id, CancellationToken cancellationToken)
    {
        var avatar = await db.Avatars.Include(a => a.Job).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) ?? throw Unknown();
        if (avatar.Job!.State != JobState.Succeeded)
        {
            throw RequestException.Conflict("avatar.not_ready", "The avatar is not there yet; wait until its job has succeeded.");
        }

        await ConsentRules.RequireAsync(db, avatar.Id, cancellationToken);
        return avatar;
    }

    internal static RequestException Unknown() =>
        RequestException.NotFound("avatar.unknown", "There is no such avatar; it may have been deleted.");

    private static bool Flag(UploadedForm form, string field) => form.Text(field) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw RequestException.Invalid($"avatar.{field}", $"The field {field} is either true or false."),
    };

    /// <summary>Takes the uploads that are the footage; what was taken is in the list, also when this throws.</summary>
    private async Task TakeClipsAsync(UploadedForm form, string id, List<UsedUpload> taken, CancellationToken cancellationToken)
    {
        var named = form.Texts("upload");
        if (named.Count > Intake.MostClips)
        {
            throw UploadReader.TooMany(Intake.MostClips);
        }

        foreach (var (upload, index) in named.Select((upload, index) => (upload, index)))
        {
            taken.Add((await uses.TakeAsync(upload, form.File, StoreNames.Clip(id, index), cancellationToken))!);
        }
    }

    private static async Task GiveBackAsync(IEnumerable<UsedUpload> taken)
    {
        foreach (var upload in taken)
        {
            await upload.DisposeAsync();
        }
    }

    private ConsentRow Consent(UploadedForm form, string avatarId, string actor) => ConsentRules.Row(
        Ids.New(time), avatarId, new ConsentRequest(form.Text("consentBy"), form.Text("consent"), ConsentRules.ParseDate(form.Text("consentAt"))), actor, time.GetUtcNow());

    private async Task<CreatedResponse> CreateAsync(string id, UploadedForm form, ConsentRow consent, IReadOnlyList<UsedUpload?> used, CancellationToken cancellationToken)
    {
        var file = form.File ?? throw RequestException.Invalid("upload.missing", "No video was sent; choose a file.");
        var review = Flag(form, "review");
        var name = form.Text("name") ?? Path.GetFileNameWithoutExtension(file.Name);
        if (name.Length > NameLimit)
        {
            throw RequestException.Invalid("avatar.name_too_long", $"The name is longer than {NameLimit} characters; shorten it.");
        }

        var kind = Flag(form, "studio") ? JobKind.StudioAvatar : JobKind.Avatar;
        var engine = form.Text("engine") is { } named && named != ModelStore.Own ? named : null;
        ModelRules.CheckEngine(pipeline.Models, engine);
        var device = await jobs.RequireDeviceAsync(form.Text("device"), cancellationToken);
        await kept.PublishUploadAsync(id, cancellationToken);
        var now = time.GetUtcNow();
        var job = new JobRow { Id = Ids.New(time), Kind = kind, SubjectId = id, WantedDevice = device, CreatedAt = now };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(consent);
        db.Add(new AvatarRow
        {
            Id = id,
            Name = name,
            Consent = ConsentRules.Line(consent),
            Engine = engine,
            FootageName = string.Join(", ", form.Files.Select(f => f.Name)),
            JoinedClips = form.Files.Count - 1,
            Review = review,
            CreatedAt = now,
            JobId = job.Id,
            Job = job,
        });
        foreach (var upload in used)
        {
            upload?.RemoveFrom(db);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var upload in used)
        {
            upload?.Done();
        }

        dispatcher.Enqueue(job);
        return new CreatedResponse(id, job.Id);
    }
}
