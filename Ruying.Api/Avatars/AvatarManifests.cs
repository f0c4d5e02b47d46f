using Ruying.Api.Storage;
using Ruying.Pipeline.Avatars;

namespace Ruying.Api.Avatars;

/// <summary>Avatars' manifests, for what needs no more of a package.</summary>
public sealed class AvatarManifests(IFileStore store, DataFolder data)
{
    /// <summary>Calls with a folder that has the package's manifest: the package itself, or a copy of this alone, which goes afterwards.</summary>
    /// <param name="avatarId">An avatar that is ready.</param>
    /// <param name="use">What is done with it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<T> WithAsync<T>(string avatarId, Func<string, Task<T>> use, CancellationToken cancellationToken)
    {
        if (store.PathOf(StoreNames.Package(avatarId)) is { } package)
        {
            return await use(package);
        }

        var folder = Directory.CreateDirectory(Path.Combine(data.Cache, $"manifest-{Guid.NewGuid():N}")).FullName;
        try
        {
            await store.GetAsync(StoreNames.Manifest(avatarId), Path.Combine(folder, AvatarPackage.ManifestName), cancellationToken);
            return await use(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
