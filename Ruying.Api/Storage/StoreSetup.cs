using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Ruying.Api.Storage.S3;

namespace Ruying.Api.Storage;

/// <summary>Which store keeps the service's files.</summary>
internal static class StoreSetup
{
    public const string Disk = "disk";
    public const string S3 = "s3";

    public static void AddStore(this IServiceCollection services)
    {
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DiskStore>();
        services.AddSingleton<S3Store>();
        services.AddSingleton<IFileStore>(provider =>
            IsElsewhere(provider) ? provider.GetRequiredService<S3Store>() : provider.GetRequiredService<DiskStore>());
        services.AddSingleton<KeptFiles>();
        services.AddSingleton<StoredFiles>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<DailySweep>();
        services.AddHostedService(provider => provider.GetRequiredService<DailySweep>());
    }

    /// <summary>The keys of forms and sign-in, where all servers find them; they outlive a restart.</summary>
    public static void AddKeys(this IServiceCollection services) =>
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlRepository = IsElsewhere(provider)
                ? new StoreKeys(provider.GetRequiredService<IFileStore>(), provider.GetRequiredService<DataFolder>())
                : new FileSystemXmlRepository(new DirectoryInfo(provider.GetRequiredService<DataFolder>().Keys), provider.GetRequiredService<ILoggerFactory>())));

    private static bool IsElsewhere(IServiceProvider provider) => provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Storage == S3;
}
