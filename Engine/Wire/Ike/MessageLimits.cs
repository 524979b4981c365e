namespace Pipeline.Engine.Wire.Ike;

/// <summary>How much of a message is looked at, so that nobody can make us work or remember without bound.</summary>
public static class MessageLimits
{
    /// <summary>Bytes of message: what a UDP datagram can carry, and a reassembled one may not exceed (RFC 7383 §2.6.1).</summary>
    public const int MaximumMessageLength = 65_535;

    /// <summary>Payloads of one message. A chain of certificates, with every notify there is, stays far below.</summary>
    public const int MaximumPayloadCount = 64;

    /// <summary>Proposals of one SA payload. Peers that offer everything they know offer about ten.</summary>
    public const int MaximumProposalCount = 64;

    /// <summary>Transforms of one SA payload, all proposals together.</summary>
    public const int MaximumTransformCount = 512;
}
