namespace Ruying.Api.Storage;

/// <summary>A file of the store.</summary>
/// <param name="Name">Its name, see <see cref="IFileStore"/>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Tag">Tells this content from any other that the name had or will have; without quotes.</param>
/// <param name="Modified">When it came.</param>
public sealed record StoredFile(string Name, long Length, string Tag, DateTimeOffset Modified);
