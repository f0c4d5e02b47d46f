using Ruying.Api.Data;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads;

/// <summary>An upload taken for an avatar, a video or a model; it is given back unless that was made.</summary>
public sealed class UsedUpload : IAsyncDisposable
{
    private readonly UploadUse _uses;
    private readonly UploadRow _row;
    private readonly string _name;
    private bool _isDone;

    internal UsedUpload(UploadUse uses, UploadRow row, string name) => (_uses, _row, _name) = (uses, row, name);

    /// <summary>The same as of a file that came with a form.</summary>
    public UploadedFile File => new(_row.Name, _row.Length);

    /// <summary>The transaction that adds the avatar or video removes its row.</summary>
    internal void RemoveFrom(RuyingDb db) => db.Remove(_row);

    /// <summary>That transaction is done.</summary>
    internal void Done()
    {
        _isDone = true;
        _uses.Clear(_row.Id);
    }

    /// <summary>What it became is kept elsewhere and has no row.</summary>
    internal async Task RemoveAsync()
    {
        await _uses.RemoveAsync(_row);
        Done();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDone)
        {
            await _uses.GiveBackAsync(_row, _name, CancellationToken.None);
        }
    }
}
