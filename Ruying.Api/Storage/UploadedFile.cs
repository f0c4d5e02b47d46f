namespace Ruying.Api.Storage;

/// <summary>A file that a client sent and that now lies on disk.</summary>
/// <param name="Name">Its name as the client knows it, made safe to show; never a path.</param>
/// <param name="Length">Bytes, at least 1.</param>
public sealed record UploadedFile(string Name, long Length);
