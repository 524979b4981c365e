using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>What notify payloads say that have more to say than their name.</summary>
internal static class NotifySentences
{
    /// <summary>An error.</summary>
    internal static string OfError(NotifyPayload error)
    {
        string name = NotifyText.Of(error.Notify);
        return error.Notify switch
        {
            NotifyType.NoProposalChosen => $"refuses with {name}: no proposal suits it",
            NotifyType.InvalidKePayload => $"refuses with {name}: it wants group {ProposalFailures.MethodName(Number(error))}",
            NotifyType.AuthenticationFailed => $"refuses with {name}: it does not believe the other's identity, key or certificate",
            NotifyType.TsUnacceptable => $"refuses with {name}: it allows none of that traffic",
            NotifyType.TemporaryFailure => $"refuses with {name}: it is busy with another exchange, and will be asked again",
            NotifyType.NoAdditionalSas => $"refuses with {name}: it takes no more Child SAs",
            NotifyType.ChildSaNotFound => $"refuses with {name}: it does not have that Child SA any more",
            NotifyType.InvalidSyntax => $"refuses with {name}: it finds the message malformed",
            NotifyType.UnsupportedCriticalPayload when error.Content.Length > 0 => string.Create(
                CultureInfo.InvariantCulture, $"refuses with {name}: it does not know payload {error.Content.Span[0]}"),
            _ => $"refuses with {name}",
        };
    }

    /// <summary>A status; empty for one whose name says it all.</summary>
    internal static string Of(NotifyPayload status) => status.Notify switch
    {
        NotifyType.Cookie => string.Create(CultureInfo.InvariantCulture, $"cookie of {status.Content.Length} bytes"),
        NotifyType.RekeySa => $"replaces {ProposalText.Of(status.Protocol)} SA {Convert.ToHexStringLower(status.Spi.Span)}",
        NotifyType.UseTransportMode => "wants transport mode",
        NotifyType.SetWindowSize when status.Content.Length == sizeof(uint) => string.Create(
            CultureInfo.InvariantCulture, $"takes {BinaryPrimitives.ReadUInt32BigEndian(status.Content.Span)} requests at a time"),
        NotifyType.AuthLifetime when status.Content.Length == sizeof(uint) => string.Create(
            CultureInfo.InvariantCulture, $"wants to see a new authentication within {BinaryPrimitives.ReadUInt32BigEndian(status.Content.Span)} s"),
        NotifyType.InitialContact => "has no other IKE SA with this peer (INITIAL_CONTACT)",
        _ => string.Empty,
    };

    /// <summary>Two octets of content; null when it has another length.</summary>
    internal static int? Number(NotifyPayload notify) =>
        notify.Content.Length == sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(notify.Content.Span) : null;
}
