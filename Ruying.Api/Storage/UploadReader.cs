using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ruying.Api.Problems;
using Ruying.Api.Security;
using Ruying.Api.Telemetry;
using Ruying.Api.Uploads;

namespace Ruying.Api.Storage;

/// <summary>Reads a multipart form as it arrives: its file goes straight to disk, whatever its size.</summary>
public sealed class UploadReader(DataFolder data, QuotaGuard quota, IOptions<ServiceOptions> options, ServiceMetrics metrics)
{
    private const int FieldLimit = 1 << 20;
    private const int SectionLimit = 48;
    private const int CopyBuffer = 128 << 10;

    /// <summary>Whole pages, so that none is written to again while the disk has it.</summary>
    private const int WriteBuffer = 1 << 20;

    /// <summary>Whether the request carries such a form.</summary>
    public static bool IsMultipart(HttpRequest request) => Boundary(request) is not null;

    /// <summary>Reads the form; its files lie in <see cref="DataFolder.Upload(string)"/> and <see cref="DataFolder.Upload(string, string)"/> afterwards, or nowhere when this throws.</summary>
    /// <param name="request">The request, its body not read yet.</param>
    /// <param name="subjectId">The id of the avatar or video that the form makes.</param>
    /// <param name="fileField">The name of the form's file field.</param>
    /// <param name="check">Called with the fields before a file, and at the end when there is no file; throws to refuse.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="largest">The largest file taken, in bytes; null takes <see cref="ServiceOptions.UploadLimit"/>, and counts it as its owner's.</param>
    /// <param name="otherFields">The names of the form's fields for other files; null takes none.</param>
    /// <param name="mostFiles">How many files the file field may have; those after the first lie beside it (<see cref="StoreNames.Clip"/>).</param>
    /// <exception cref="RequestException"><c>upload.too_large</c>, <c>upload.quota</c>, <c>upload.empty</c>, <c>upload.too_many</c>, <c>request.malformed</c>, <c>request.media_type</c>.</exception>
    public async Task<UploadedForm> ReadAsync(
        HttpRequest request, string subjectId, string fileField, Func<UploadedForm, Task>? check, CancellationToken cancellationToken, long? largest = null, IReadOnlyList<string>? otherFields = null, int mostFiles = 1)
    {
        var limit = largest ?? options.Value.UploadLimit;
        var boundary = Boundary(request) ?? throw new RequestException(
            StatusCodes.Status415UnsupportedMediaType, "request.media_type", "Send the form as multipart/form-data.");
        AdmitLength(request, limit);
        using var room = largest is null ? await quota.OpenAsync(Caller.Require(request.HttpContext.User), 0, cancellationToken) : null;
        try
        {
            return await ReadSectionsAsync(new MultipartReader(boundary, request.Body, CopyBuffer), subjectId, fileField, mostFiles, otherFields ?? [], check, limit, room, cancellationToken);
        }
        catch (Exception exception)
        {
            data.RemoveUpload(subjectId);

            // MultipartReader says so when a body ends early or its headers are too large.
            if (exception is IOException and not BadHttpRequestException or InvalidDataException)
            {
                throw RequestException.Malformed("The form could not be read: " + exception.Message);
            }

            throw;
        }
    }

    private async Task<UploadedForm> ReadSectionsAsync(
        MultipartReader reader, string subjectId, string fileField, int mostFiles, IReadOnlyList<string> otherFields, Func<UploadedForm, Task>? check, long limit, QuotaLease? room, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var others = new Dictionary<string, UploadedFile>(StringComparer.Ordinal);
        var files = new List<UploadedFile>();
        var isChecked = false;
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (count == SectionLimit)
            {
                throw RequestException.Malformed("The form has too many fields.");
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw RequestException.Malformed("A part of the form has no content disposition.");
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName);
            if (!disposition.IsFileDisposition() && !disposition.FileName.HasValue)
            {
                fields[name] = [.. fields.GetValueOrDefault(name, []), await ReadFieldAsync(section.Body, cancellationToken)];
            }
            else if ((name == fileField || otherFields.Contains(name)) && fileName.Length > 0)
            {
                if (name == fileField ? files.Count == mostFiles : others.ContainsKey(name))
                {
                    throw name == fileField && mostFiles > 1 ? TooMany(mostFiles) : RequestException.Malformed("Send one file.");
                }

                await (check?.Invoke(new UploadedForm(fields, [], others)) ?? Task.CompletedTask);
                isChecked = true;
                var path = name != fileField ? data.Upload(subjectId, name) : data.Upload(subjectId, StoreNames.ClipField(files.Count));
                var saved = new UploadedFile(DisplayName(fileName.ToString()), await SaveAsync(section.Body, path, limit, room, files.Concat(others.Values).Sum(f => f.Length), cancellationToken));
                metrics.Uploaded(saved.Length);
                if (name == fileField)
                {
                    files.Add(saved);
                }
                else
                {
                    others[name] = saved;
                }
            }
        }

        if (!isChecked && check is not null)
        {
            await check(new UploadedForm(fields, [], others));
        }

        return new UploadedForm(fields, files, others);
    }

    private static async Task<long> SaveAsync(Stream body, string path, long limit, QuotaLease? room, long before, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var buffer = ArrayPool<byte>.Shared.Rent(WriteBuffer);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            await using var ahead = new FlushAhead(file.SafeFileHandle);
            var length = 0L;
            for (int read; (read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0;)
            {
                length += read;
                if (length > limit)
                {
                    throw TooLarge(limit);
                }

                if (room is not null)
                {
                    await room.EnsureAsync(before + length, cancellationToken);
                }

                file.Write(buffer.AsSpan(0, read));
                ahead.Wrote(read);
            }

            CheckLength(length, limit);
            await ahead.FinishAsync();
            return length;
        }
        catch (IOException exception) when (DiskErrors.IsFull(exception))
        {
            throw DiskFull();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (text.Length + read > FieldLimit)
            {
                throw new RequestException(StatusCodes.Status413PayloadTooLarge, "request.field_too_large", "A field of the form is too long.");
            }

            text.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void AdmitLength(HttpRequest request, long largest)
    {
        // Room for the other fields and the boundaries.
        var limit = largest + (4 * FieldLimit);
        if (request.ContentLength > limit)
        {
            throw TooLarge(largest);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }
    }

    private static RequestException TooLarge(long limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        "upload.too_large",
        $"The file is larger than the {limit / 1048576.0:0.#} MB that this service takes; send a shorter or smaller one.");

    /// <summary>The boundary of a multipart form; null for anything else.</summary>
    internal static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary
            ? boundary.ToString()
            : null;

    /// <summary>Refuses a file of no length, and one that is too long.</summary>
    /// <exception cref="RequestException"><c>upload.empty</c>, <c>upload.too_large</c>.</exception>
    internal static void CheckLength(long length, long limit)
    {
        if (length == 0)
        {
            throw RequestException.Invalid("upload.empty", "The file is empty; choose another one.");
        }

        if (length > limit)
        {
            throw TooLarge(limit);
        }
    }

    internal static RequestException TooMany(int most) => RequestException.Invalid("upload.too_many", $"These are more than the {most} files that are taken; leave some out.");

    internal static RequestException DiskFull() =>
        new(StatusCodes.Status507InsufficientStorage, "disk.full", "The service's disk is full; free some space and try again.");

    /// <summary>What a client calls a file, made safe to show.</summary>
    internal static string DisplayName(string sent)
    {
        // A client may send a whole path, of either kind of system.
        var last = sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new string([.. last.Where(c => !char.IsControl(c))]).Trim();
        return clean.Length switch { 0 => "file", > 120 => clean[..120], _ => clean };
    }
}
