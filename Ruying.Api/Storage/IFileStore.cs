namespace Ruying.Api.Storage;

/// <summary>
/// Where files are kept that all servers of a service need: uploads, avatars, videos, shared work. Names are relative, with <c>/</c> between their parts
/// (<see cref="StoreNames"/>). A file is there whole or not at all, also while another takes its name.
/// </summary>
/// <remarks>What the store itself refuses or cannot do is a <see cref="StorageException"/>; errors of this machine's disk are <see cref="IOException"/>s.</remarks>
public interface IFileStore
{
    /// <summary>The scheme and host that links lead to; null where there are none.</summary>
    string? LinkOrigin { get; }

    /// <summary>Where a file or folder of that name lies, or would, on this machine's disk; null where the store is elsewhere.</summary>
    string? PathOf(string name);

    /// <summary>Asks whether the store answers and may be used.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Copies a file of this machine into the store; one that lies at its place already stays as it is.</summary>
    Task PutAsync(string path, string name, CancellationToken cancellationToken);

    /// <summary>Copies what a stream gives, all of it, into the store.</summary>
    /// <param name="content">A stream that tells its length, at its beginning.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="cancellationToken">Stops; what had the name before has it still.</param>
    Task PutAsync(Stream content, string name, CancellationToken cancellationToken);

    /// <summary>Moves a file of this machine into the store; the file is gone from <paramref name="path"/> afterwards, unless that is its place.</summary>
    Task MoveAsync(string path, string name, CancellationToken cancellationToken);

    /// <summary>Moves a folder of this machine into the store in place of what has its name: whole or not at all.</summary>
    /// <param name="folder">The folder; gone afterwards.</param>
    /// <param name="name">Its name, without a slash at the end.</param>
    /// <param name="parts">Files in it that can be found, opened and replaced by names of their own, <c>NAME/PART</c>. The last is there only when all of it is.</param>
    /// <param name="cancellationToken">Stops; the folder is not there then.</param>
    Task MoveFolderAsync(string folder, string name, IReadOnlyList<string> parts, CancellationToken cancellationToken);

    /// <summary>Copies a file of the store to a path, where it appears whole or not at all.</summary>
    /// <exception cref="StorageException"><c>storage.missing</c>: there is none of that name.</exception>
    Task GetAsync(string name, string path, CancellationToken cancellationToken);

    /// <summary>Makes a file readable by a path: its place on disk, or <paramref name="path"/>, where it is copied unless one of its length is there.</summary>
    /// <returns>The path to read, not to write.</returns>
    /// <exception cref="StorageException"><c>storage.missing</c>: there is none of that name.</exception>
    Task<string> BringAsync(string name, string path, CancellationToken cancellationToken);

    /// <summary>Makes a folder of the store readable: its place on disk, or a copy that is kept for a while, for all who ask for it.</summary>
    /// <param name="name">As it was given to <see cref="MoveFolderAsync"/>.</param>
    /// <param name="parts">The same.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The path to read, not to write.</returns>
    /// <exception cref="StorageException"><c>storage.missing</c>: there is none of that name.</exception>
    Task<string> BringFolderAsync(string name, IReadOnlyList<string> parts, CancellationToken cancellationToken);

    /// <returns>Null where there is none of that name.</returns>
    Task<StoredFile?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a file, or a range of it, for reading forwards.</summary>
    /// <param name="name">The file.</param>
    /// <param name="offset">The first byte, from 0.</param>
    /// <param name="length">How many bytes; null for all that follow.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="StorageException"><c>storage.missing</c>: there is none of that name.</exception>
    Task<Stream> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>All files whose names begin so, in any order.</summary>
    IAsyncEnumerable<StoredFile> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Gives a file another name; if it is cut short it has either or both.</summary>
    /// <exception cref="StorageException"><c>storage.missing</c>: there is none of that name.</exception>
    Task RenameAsync(string name, string newName, CancellationToken cancellationToken);

    /// <summary>Removes all files whose names begin so; none is right too.</summary>
    /// <param name="prefix">Ends with a slash or within a file's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task DeleteAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>An address from which anybody may fetch a file for a while; null where the store gives none.</summary>
    /// <param name="name">The file; whether it is there is not looked at.</param>
    /// <param name="contentType">The answer's media type.</param>
    /// <param name="downloadName">The file's name on the client's disk.</param>
    Task<Uri?> LinkAsync(string name, string contentType, string downloadName);

    /// <summary>Removes what writes that were cut short left and nobody can see.</summary>
    /// <param name="before">Only of writes that began before then.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
