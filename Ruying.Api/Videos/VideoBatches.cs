using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Avatars;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Models;
using Ruying.Api.Problems;
using Ruying.Api.Storage;
using Ruying.Pipeline;
using Ruying.Pipeline.Pictures;

namespace Ruying.Api.Videos;

/// <summary>Makes several videos of one script with values in it: all of them or none.</summary>
public sealed class VideoBatches(
    IDbContextFactory<RuyingDb> databases,
    JobService queue,
    UploadReader uploads,
    BackgroundFiles backgrounds,
    KeptFiles kept,
    DataFolder data,
    JobDispatcher dispatcher,
    IPipeline pipeline,
    TimeProvider time,
    IOptions<ServiceOptions> options,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>How many videos a batch may have.</summary>
    public const int Most = 100;

    private const string RowsField = "rows";
    private const long FileLimit = 4 << 20;

    /// <summary>Takes a batch as JSON (<see cref="BatchRequest"/>) or as a form with the fields of a video and a CSV file in <c>rows</c>.</summary>
    /// <exception cref="RequestException">What <see cref="UploadReader.ReadAsync"/> throws, <c>upload.missing</c>, <c>batch.csv</c>, <c>batch.size</c>, <c>batch.upload</c>, what <see cref="BackgroundFiles.CopyAsync"/> throws, what <see cref="JobService.RequireRoomAsync"/> throws; <c>batch.invalid</c> with what is wrong in each row.</exception>
    public async Task<BatchResponse> CreateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var batch = UploadReader.IsMultipart(request)
            ? await ReadFormAsync(request, cancellationToken)
            : await JsonBody.ReadAsync<BatchRequest>(request, json.Value.SerializerOptions, cancellationToken);
        if (batch.Video is null || batch.Rows is null)
        {
            throw RequestException.Malformed("The request has no video or no rows.");
        }

        if (batch.Video.AudioUpload is not null || batch.Video.MusicUpload is not null || batch.Video.BackgroundUpload is not null)
        {
            throw RequestException.Invalid("batch.upload", "The videos of a batch say a text, before the picture of another video (backgroundOf) if any: an upload can be used once.");
        }

        if (batch.Rows.Count is 0 or > Most)
        {
            throw WrongSize();
        }

        await queue.RequireRoomAsync(batch.Rows.Count, cancellationToken);
        var videoIds = InOrder(batch.Rows.Count);
        var isPicture = VideoPicture.Of(batch.Video).Kind == BackgroundKind.Picture;
        try
        {
            return await CreateAsync(batch, videoIds, isPicture ? await CopyBackgroundAsync(batch.Video, videoIds, cancellationToken) : null, cancellationToken);
        }
        catch
        {
            foreach (var id in isPicture ? videoIds : [])
            {
                await kept.DropUploadAsync(id);
            }

            throw;
        }
    }

    internal static RequestException WrongSize() => RequestException.Invalid("batch.size", $"A batch has 1 to {Most} rows; split it up.");

    private async Task<BatchRequest> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var id = Ids.New(time);
        try
        {
            var form = await uploads.ReadAsync(request, id, RowsField, check: null, cancellationToken, FileLimit);
            return form.File is null
                ? throw RequestException.Invalid("upload.missing", "No rows were sent; choose a CSV file.")
                : new BatchRequest(VideoForm.Read(form), BatchRows.Read(data.Upload(id)));
        }
        finally
        {
            data.RemoveUpload(id);
        }
    }

    // Each has its own: one that is deleted takes nothing from another.
    private async Task<string> CopyBackgroundAsync(CreateVideoRequest video, string[] videoIds, CancellationToken cancellationToken)
    {
        UploadedFile? picture = null;
        foreach (var id in videoIds)
        {
            picture = await backgrounds.CopyAsync(video.BackgroundOf, id, cancellationToken) ?? throw BackgroundFiles.Missing();
            await kept.PublishUploadAsync(id, cancellationToken);
        }

        return picture!.Name;
    }

    private async Task<BatchResponse> CreateAsync(BatchRequest batch, string[] videoIds, string? background, CancellationToken cancellationToken)
    {
        var device = await queue.RequireDeviceAsync(batch.Video.Device, cancellationToken);
        var errors = new List<RowError>();
        var (now, jobs) = (time.GetUtcNow(), new List<JobRow>());
        var jobIds = InOrder(batch.Rows.Count);

        // An avatar that is deleted between the look and the insert breaks a foreign key; the worker looks at the consent again.
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        for (var row = 0; row < batch.Rows.Count; row++)
        {
            try
            {
                var video = Fill(batch.Video, batch.Rows[row]);
                VideoRules.Check(video, hasRecording: false, options.Value.ScriptLimit);
                ModelRules.CheckEngine(pipeline.Models, video.Engine);
                var avatar = await AvatarService.RequireReadyAsync(db, video.AvatarId, cancellationToken);
                var job = new JobRow { Id = jobIds[row], Kind = JobKind.Video, SubjectId = videoIds[row], WantedDevice = device, CreatedAt = now };
                db.Add(VideoRules.Row(video, avatar, job, background: background));
                jobs.Add(job);
            }
            catch (RequestException exception)
            {
                errors.Add(new RowError(row + 1, exception.Code, exception.Message));
            }
            catch (RuyingException exception)
            {
                errors.Add(new RowError(row + 1, exception.Code, exception.Message));
            }
        }

        if (errors.Count > 0)
        {
            throw new RequestException(
                StatusCodes.Status422UnprocessableEntity, "batch.invalid", $"{errors.Count} of {batch.Rows.Count} rows cannot be made, so none was; see errors.", errors);
        }

        await db.SaveChangesAsync(cancellationToken);
        jobs.ForEach(dispatcher.Enqueue);
        return new BatchResponse([.. jobs.Select(job => new CreatedResponse(job.SubjectId, job.Id))]);
    }

    /// <summary>Ids that sort as they stand: those of one millisecond come in no order.</summary>
    private string[] InOrder(int count) => [.. Enumerable.Range(0, count).Select(_ => Ids.New(time)).Order(StringComparer.Ordinal)];

    private static CreateVideoRequest Fill(CreateVideoRequest video, IReadOnlyDictionary<string, string> values) => video with
    {
        AvatarId = ScriptTemplate.Fill(video.AvatarId, values),
        Text = ScriptTemplate.Fill(video.Text, values),
        Language = ScriptTemplate.Fill(video.Language, values),
        Voice = ScriptTemplate.Fill(video.Voice, values),
    };
}
