using Ruying.Api.Data;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>An upload taken for an avatar or a video; it is given back unless that was made.</summary>
public sealed class UsedUpload : IAsyncDisposable
{
    private readonly UploadUse _uses;
    private readonly string _path;
    private bool _isDone;

    internal UsedUpload(UploadUse uses, UploadRow row, string path) => (_uses, Row, _path) = (uses, row, path);

    /// <summary>Its row, to be removed with the transaction that uses it.</summary>
    public UploadRow Row { get; }

    /// <summary>The same as of a file that came with a form.</summary>
    public UploadedFile File => new(Row.Name, Row.Length);

    /// <summary>That transaction is done.</summary>
    public void Done()
    {
        _isDone = true;
        _uses.Clear(Row.Id);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDone)
        {
            await _uses.GiveBackAsync(Row, _path, CancellationToken.None);
        }
    }
}
