using Microsoft.AspNetCore.Http.HttpResults;

namespace Ruying.Api.Tags;

/// <summary>Files with a strong ETag: caches and ranges (If-Range) can rely on it.</summary>
internal static class TaggedFile
{
    /// <summary>Sends a file of ours.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="downloadName">Its name on the client's disk; null shows it in place.</param>
    public static PhysicalFileHttpResult Send(string path, string contentType, string? downloadName = null) =>
        TypedResults.PhysicalFile(path, contentType, downloadName, entityTag: EntityTags.OfFile(path), enableRangeProcessing: true);
}
