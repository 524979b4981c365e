using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>How much the fragments of one IKE SA may take (RFC 7383 §5: a peer could otherwise fill our memory).</summary>
public sealed record FragmentLimits
{
    /// <summary>64 fragments, 65,535 bytes of message, 2 messages at a time.</summary>
    public static FragmentLimits Default { get; } = new();

    /// <summary>Fragments of one message; 64 of them carry 32 KiB at the smallest size anyone uses, 576 bytes.</summary>
    public int MaximumFragmentCount { get; init; } = 64;

    /// <summary>Bytes that the fragments of one message may have inside, together.</summary>
    public int MaximumMessageLength { get; init; } = MessageLimits.MaximumMessageLength - ProtectedForm.PayloadsOffset;

    /// <summary>Messages of which some fragments are here and some not: one request and one response.</summary>
    public int MaximumMessageCount { get; init; } = 2;
}
