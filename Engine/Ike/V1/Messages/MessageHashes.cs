using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.Messages;

/// <summary>The HASH payload that authenticates every message after phase 1 (RFC 2409 §5.5, §5.7).</summary>
/// <remarks>
/// <code>
/// HASH(1) = prf(SKEYID_a, M-ID | all behind it)            quick mode 1, informational, transaction
/// HASH(2) = prf(SKEYID_a, M-ID | Ni_b | all behind it)     quick mode 2
/// HASH(3) = prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b)          quick mode 3
/// </code>
/// </remarks>
/// <param name="hash">The negotiated hash of phase 1.</param>
/// <param name="skeyidA">SKEYID_a; whoever gives it erases it.</param>
public sealed class MessageHashes(Phase1Hash hash, SecretBytes skeyidA)
{
    /// <summary>Puts HASH(1), or HASH(2), in front of the payloads of a message that we made.</summary>
    /// <param name="message">A message without it.</param>
    /// <param name="initiatorNonce">Ni_b for the second message of a quick mode; nothing for all others.</param>
    public IsakmpMessage Authenticate(IsakmpMessage message, Octets initiatorNonce = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var writer = new PayloadWriter();
        PayloadChain.Write(message.Payloads, writer);
        byte[] proof = Compute(message.MessageId, initiatorNonce.Span, writer.Written);
        return message with { Payloads = [new RawPayload(IsakmpPayloadType.Hash, proof), .. message.Payloads], Received = default };
    }

    /// <summary>The third message of a quick mode, or of one whose commit bit was set the fourth: HASH(3) alone.</summary>
    /// <param name="message">A message without payloads.</param>
    /// <param name="initiatorNonce">Ni_b.</param>
    /// <param name="responderNonce">Nr_b.</param>
    public IsakmpMessage Conclude(IsakmpMessage message, Octets initiatorNonce, Octets responderNonce)
    {
        ArgumentNullException.ThrowIfNull(message);
        byte[] proof = ComputeThird(message.MessageId, initiatorNonce, responderNonce);
        return message with { Payloads = [new RawPayload(IsakmpPayloadType.Hash, proof)], Received = default };
    }

    /// <summary>True when the first payload is the right HASH(1), or HASH(2), of all behind it. Constant time.</summary>
    /// <param name="message">A message that was opened.</param>
    /// <param name="initiatorNonce">Ni_b for the second message of a quick mode; nothing for all others.</param>
    public bool IsAuthentic(IsakmpMessage message, Octets initiatorNonce = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return BeginsWith(message, Compute(message.MessageId, initiatorNonce.Span, message.BehindFirst().Span));
    }

    /// <summary>True when the first payload is the right HASH(3). Constant time.</summary>
    /// <param name="message">A message that was opened.</param>
    /// <param name="initiatorNonce">Ni_b.</param>
    /// <param name="responderNonce">Nr_b.</param>
    public bool IsConclusion(IsakmpMessage message, Octets initiatorNonce, Octets responderNonce)
    {
        ArgumentNullException.ThrowIfNull(message);
        return BeginsWith(message, ComputeThird(message.MessageId, initiatorNonce, responderNonce));
    }

    private static bool BeginsWith(IsakmpMessage message, byte[] proof) =>
        message.Payloads.Count > 0
        && message.Payloads[0] is RawPayload { Type: IsakmpPayloadType.Hash } sent
        && CryptographicOperations.FixedTimeEquals(sent.Body.Span, proof);

    private byte[] Compute(uint messageId, ReadOnlySpan<byte> initiatorNonce, ReadOnlySpan<byte> rest)
    {
        Span<byte> id = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, messageId);
        return Compute(id, initiatorNonce, rest);
    }

    private byte[] ComputeThird(uint messageId, Octets initiatorNonce, Octets responderNonce)
    {
        Span<byte> start = stackalloc byte[1 + sizeof(uint)];
        start[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(start[1..], messageId);
        return Compute(start, initiatorNonce.Span, responderNonce.Span);
    }

    private byte[] Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        using PrfKey key = hash.Prf.Expand(skeyidA.Span);
        key.Append(first);
        key.Append(second);
        key.Append(third);
        var output = new byte[hash.Length];
        key.Finish(output);
        return output;
    }
}
