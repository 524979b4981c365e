using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>The keys of one IKE SA, for somebody who reads along. <see cref="Dispose"/> erases them.</summary>
public sealed class ObservedKeys : IDisposable
{
    /// <summary>SPI of its initiator.</summary>
    public required ulong InitiatorSpi { get; init; }

    /// <summary>SPI of its responder.</summary>
    public required ulong ResponderSpi { get; init; }

    /// <summary>What protects its messages; null for what was seen to be chosen.</summary>
    public PacketTransform? Transform { get; init; }

    /// <summary>SK_ei; salt at the end.</summary>
    public required SecretBytes SkEi { get; init; }

    /// <summary>SK_er; salt at the end.</summary>
    public required SecretBytes SkEr { get; init; }

    /// <summary>SK_ai; empty with a combined algorithm.</summary>
    public required SecretBytes SkAi { get; init; }

    /// <summary>SK_ar; empty with a combined algorithm.</summary>
    public required SecretBytes SkAr { get; init; }

    /// <summary>Erases the keys; again is harmless.</summary>
    public void Dispose()
    {
        foreach (SecretBytes key in (ReadOnlySpan<SecretBytes>)[SkEi, SkEr, SkAi, SkAr])
        {
            key.Dispose();
        }
    }

    /// <summary>Says why the keys do not fit a transform; null when they do.</summary>
    internal string? Misfit(PacketTransform transform)
    {
        if (SkEi.Length != transform.EncryptionKeyLength || SkEr.Length != transform.EncryptionKeyLength)
        {
            return $"the keys SK_ei and SK_er have {SkEi.Length} and {SkEr.Length} bytes; {transform.Name} has {transform.EncryptionKeyLength}";
        }

        return SkAi.Length != transform.IntegrityKeyLength || SkAr.Length != transform.IntegrityKeyLength
            ? $"the keys SK_ai and SK_ar have {SkAi.Length} and {SkAr.Length} bytes; {transform.Name} has {transform.IntegrityKeyLength}"
            : null;
    }

    /// <summary>Opens the messages of one side.</summary>
    /// <param name="transform">A transform that these keys fit.</param>
    /// <param name="fromInitiator">True for the messages of the initiator.</param>
    internal MessageProtection Opener(PacketTransform transform, bool fromInitiator)
    {
        var keys = new IkeSaKeys
        {
            SkD = new SecretBytes([]),
            SkAi = SkAi,
            SkAr = SkAr,
            SkEi = SkEi,
            SkEr = SkEr,
            SkPi = new SecretBytes([]),
            SkPr = new SecretBytes([]),
        };
        return MessageProtection.Create(transform, keys, isInitiator: !fromInitiator);
    }
}
