using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Ruying.Api.Storage.S3;

/// <summary>The keys of forms and sign-in, in the store: all servers have the same. Whoever may read the bucket has them, as with the data folder.</summary>
internal sealed class StoreKeys(IFileStore store, DataFolder data) : IXmlRepository
{
    private const string Prefix = "keys/";

    public IReadOnlyCollection<XElement> GetAllElements() => ReadAsync().GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => WriteAsync(element).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        List<XElement> keys = [];
        await foreach (var file in store.ListAsync(Prefix, CancellationToken.None).ConfigureAwait(false))
        {
            await using var content = await store.OpenAsync(file.Name, 0, null, CancellationToken.None).ConfigureAwait(false);
            keys.Add(await XElement.LoadAsync(content, LoadOptions.None, CancellationToken.None).ConfigureAwait(false));
        }

        return keys;
    }

    private async Task WriteAsync(XElement element)
    {
        var path = Path.Combine(data.Keys, $"{Guid.NewGuid():N}.xml");
        await File.WriteAllTextAsync(path, element.ToString()).ConfigureAwait(false);
        await store.MoveAsync(path, Prefix + Path.GetFileName(path), CancellationToken.None).ConfigureAwait(false);
    }
}
