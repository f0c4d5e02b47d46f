using Ruying.Api.Tags;

namespace Ruying.Api.Storage;

/// <summary>Sends files of the store to clients.</summary>
public sealed class StoredFiles(IFileStore store)
{
    /// <summary>Sends a file through this process, with its tag; from disk ranges are answered.</summary>
    /// <param name="name">The file.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="downloadName">Its name on the client's disk; null shows it in place.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IResult> SendAsync(string name, string contentType, string? downloadName, CancellationToken cancellationToken)
    {
        if (store.PathOf(name) is { } path)
        {
            return TaggedFile.Send(path, contentType, downloadName);
        }

        var file = await store.FindAsync(name, cancellationToken) ?? throw StorageException.NotThere(name);
        return TypedResults.Stream(
            await store.OpenAsync(name, 0, null, cancellationToken), contentType, downloadName, file.Modified, new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Tag}\""));
    }

    /// <summary>Leads the client to where the store gives the file, for a while; sends it where there is no such place.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<IResult> LeadAsync(string name, string contentType, string? downloadName, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await store.LinkAsync(name, contentType, downloadName ?? Path.GetFileName(name)) is not { } link)
        {
            return await SendAsync(name, contentType, downloadName, cancellationToken);
        }

        // Whoever has the address has the file: nobody on the way keeps it.
        response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(link.AbsoluteUri, permanent: false, preserveMethod: true);
    }
}
