using System.Net;
using Ruying.Pipeline.Speech.Http;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>Where a download may be led. Addresses come from the catalogue or the operator; what a server answers is nobody's word.</summary>
/// <param name="mirror">The operator's own mirror, which may lie in the own network; null where there is none.</param>
internal sealed class DownloadRules(Uri? mirror)
{
    /// <summary>Redirects of one request: Hugging Face needs two, GitHub one.</summary>
    public const int MostRedirects = 5;

    /// <summary>Refuses to follow a redirect that leads down to http outside of the mirror, or to another scheme.</summary>
    /// <exception cref="ModelException"><c>model.redirect</c>.</exception>
    public void RequireRedirect(Uri from, Uri to)
    {
        if (to.UserInfo.Length > 0 || (to.Scheme != Uri.UriSchemeHttps && !(IsMirror(from) && IsMirror(to))))
        {
            throw new ModelException("model.redirect", $"{from.Host} sends on to {to.GetLeftPart(UriPartial.Path)}, which is not followed: only https is, or the mirror's own address.");
        }
    }

    /// <summary>Why a connection is not made; null where it is.</summary>
    public Exception? Refusal(DnsEndPoint target, IPAddress[] addresses) =>
        (mirror is null || mirror.Port != target.Port || !mirror.IdnHost.Equals(target.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)) && Array.Exists(addresses, GuardedConnection.IsPrivate)
            ? new ModelException("model.redirect", $"{target.Host} leads into the own network and was not asked: name it as the mirror (RUYING_MODEL_MIRROR) if it is yours.")
            : null;

    private bool IsMirror(Uri address) =>
        mirror is not null && Uri.Compare(address, mirror, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
