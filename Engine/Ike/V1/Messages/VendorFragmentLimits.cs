using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V1.Messages;

/// <summary>How much the fragments of one peer may take: they are not authenticated, so anybody can send some.</summary>
public sealed record VendorFragmentLimits
{
    /// <summary>64 fragments, 65,535 bytes of message, 2 messages at a time.</summary>
    public static VendorFragmentLimits Default { get; } = new();

    /// <summary>Fragments of one message. Windows cuts at some 600 bytes, so 16 would not hold a chain of certificates.</summary>
    public int MaximumFragmentCount { get; init; } = 64;

    /// <summary>Bytes of one message.</summary>
    public int MaximumMessageLength { get; init; } = MessageLimits.MaximumMessageLength;

    /// <summary>Messages of which some fragments are here and some not.</summary>
    public int MaximumMessageCount { get; init; } = 2;
}
