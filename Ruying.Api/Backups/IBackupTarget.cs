namespace Ruying.Api.Backups;

/// <summary>What a backup is written to. It appears under its name only when it is complete.</summary>
internal interface IBackupTarget : IAsyncDisposable
{
    /// <summary>Adds a file.</summary>
    /// <param name="path">Below the data folder, with slashes.</param>
    /// <param name="content">Its bytes, from here to the end; seekable.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    Task AddAsync(string path, Stream content, CancellationToken cancellationToken);

    /// <summary>Puts what was written in its place.</summary>
    Task CompleteAsync();
}
