using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Ruying.Api.Storage.S3;

/// <summary>Tells what an exception out of the AWS SDK means.</summary>
internal static class S3Errors
{
    /// <summary>What to throw in its place; null for what is no answer of the store, nor its silence.</summary>
    /// <param name="exception">The SDK's.</param>
    /// <param name="name">What was asked for.</param>
    public static StorageException? Of(Exception exception, string name) => exception switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" } => StorageException.NotThere(name, exception),
        AmazonServiceException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } answer => new StorageException(
            StorageException.Denied, $"The store does not let the service do this ({answer.ErrorCode}): look at Ruying:S3:AccessKey, its secret, its rights, and the clock.", exception),
        AmazonServiceException { StatusCode: 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => Unavailable(exception),
        AmazonServiceException answer => new StorageException(
            StorageException.Misconfigured, $"The store refused this ({answer.ErrorCode}): look at Ruying:S3:Bucket, Region, Endpoint and PathStyle.", exception),
        AmazonClientException { InnerException: { } inner } when IsSilence(inner) => Unavailable(exception),
        AmazonClientException => new StorageException(
            StorageException.Denied, "There are no credentials for the store: set Ruying:S3:AccessKey and SecretKey, or give the machine a role.", exception),
        _ => IsSilence(exception) ? Unavailable(exception) : null,
    };

    public static StorageException Unavailable(Exception? exception) =>
        new(StorageException.Unavailable, "The service's store does not answer; try again in a moment.", exception);

    private static bool IsSilence(Exception exception) =>
        exception is HttpRequestException or HttpIOException or SocketException or TimeoutException
        || exception is IOException { InnerException: SocketException }
        || exception is OperationCanceledException { InnerException: TimeoutException };
}
