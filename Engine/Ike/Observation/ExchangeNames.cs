using System.Globalization;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>What messages are called.</summary>
internal static class ExchangeNames
{
    /// <summary>The exchange and what the message is in it: <c>IKE_AUTH request</c>.</summary>
    internal static string Of(in IkeHeader header) => header.MajorVersion == 1
        ? $"IKEv1 {OfIkeV1((int)header.Exchange)}"
        : $"{Of(header.Exchange)} {(header.Flags.HasFlag(IkeHeaderBits.Response) ? "response" : "request")}";

    /// <summary>An exchange of IKEv2.</summary>
    internal static string Of(ExchangeType exchange) => exchange switch
    {
        ExchangeType.IkeSaInit => "IKE_SA_INIT",
        ExchangeType.IkeAuth => "IKE_AUTH",
        ExchangeType.CreateChildSa => "CREATE_CHILD_SA",
        ExchangeType.Informational => "INFORMATIONAL",
        ExchangeType.IkeSessionResume => "IKE_SESSION_RESUME",
        ExchangeType.IkeIntermediate => "IKE_INTERMEDIATE",
        ExchangeType.IkeFollowupKe => "IKE_FOLLOWUP_KE",
        _ => string.Create(CultureInfo.InvariantCulture, $"exchange {(int)exchange}"),
    };

    /// <summary>An exchange of IKEv1 (RFC 2408 §3.1, RFC 2409 Appendix A).</summary>
    private static string OfIkeV1(int exchange) => exchange switch
    {
        2 => "main mode",
        4 => "aggressive mode",
        5 => "informational",
        6 => "transaction",
        32 => "quick mode",
        33 => "new group mode",
        _ => string.Create(CultureInfo.InvariantCulture, $"exchange {exchange}"),
    };
}
