using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Ruying.Api.Storage.S3;

/// <summary>Makes clients of the AWS SDK that other makers' stores understand too.</summary>
internal static class S3Clients
{
    /// <summary>A client.</summary>
    /// <param name="options">Whose.</param>
    /// <param name="endpoint">The address; empty for Amazon's.</param>
    public static AmazonS3Client Create(S3Options options, string endpoint)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle ?? options.Endpoint.Length > 0,
            AuthenticationRegion = options.Region,

            // Older gateways refuse the checksums that the SDK would send with every request.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            Timeout = TimeSpan.FromMinutes(5),
            MaxErrorRetry = 2,
        };
        if (endpoint.Length > 0)
        {
            config.ServiceURL = endpoint;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config)
            : new AmazonS3Client(config);
    }
}
