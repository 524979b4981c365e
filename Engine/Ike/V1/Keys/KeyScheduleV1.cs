using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Cbc;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.V2;

namespace Pipeline.Engine.Ike.V1.Keys;

/// <summary>All keys of IKEv1, from what was negotiated and exchanged (RFC 2409 §5, appendix B).</summary>
/// <remarks>
/// <code>
/// SKEYID   = prf(pre-shared-key, Ni_b | Nr_b)                             pre-shared keys
/// SKEYID   = prf(Ni_b | Nr_b, g^xy)                                       signatures, and GSS-API
/// SKEYID_d = prf(SKEYID,            g^xy | CKY-I | CKY-R | 0)
/// SKEYID_a = prf(SKEYID, SKEYID_d | g^xy | CKY-I | CKY-R | 1)
/// SKEYID_e = prf(SKEYID, SKEYID_a | g^xy | CKY-I | CKY-R | 2)
/// KEYMAT   = prf(SKEYID_d, [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b)     one direction of a pair of IPsec SAs
/// </code>
/// The callers own and erase the secrets that they give.
/// </remarks>
/// <param name="hash">The negotiated hash of phase 1.</param>
public sealed class KeyScheduleV1(Phase1Hash hash)
{
    private const int CookiesLength = 2 * sizeof(ulong);
    private const int DesKeyLength = 8;
    private const int LongestOutput = 64;

    private readonly Prf _prf = hash.Prf;

    /// <summary>Keys of a phase 1 with pre-shared key.</summary>
    /// <param name="presharedKey">The pre-shared key.</param>
    /// <param name="sharedSecret">g^xy, as long as the group's prime.</param>
    /// <param name="exchange">What was said.</param>
    public Phase1Keys OfPresharedKey(SecretBytes presharedKey, SecretBytes sharedSecret, Phase1Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(presharedKey);
        ArgumentNullException.ThrowIfNull(sharedSecret);
        ArgumentNullException.ThrowIfNull(exchange);
        using PrfKey key = _prf.Expand(presharedKey.Span);
        key.Append(exchange.InitiatorNonce.Span);
        key.Append(exchange.ResponderNonce.Span);
        return Derive(Finish(key), sharedSecret, exchange);
    }

    /// <summary>Keys of a phase 1 with signatures, or with GSS-API.</summary>
    /// <param name="sharedSecret">g^xy, as long as the group's prime.</param>
    /// <param name="exchange">What was said.</param>
    public Phase1Keys OfSignatures(SecretBytes sharedSecret, Phase1Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(sharedSecret);
        ArgumentNullException.ThrowIfNull(exchange);
        using PrfKey key = _prf.Expand([.. exchange.InitiatorNonce.Span, .. exchange.ResponderNonce.Span]);
        key.Append(sharedSecret.Span);
        return Derive(Finish(key), sharedSecret, exchange);
    }

    /// <summary>The key that encrypts messages (RFC 2409 appendix B).</summary>
    /// <param name="skeyidE">SKEYID_e.</param>
    /// <param name="encryption">The negotiated cipher.</param>
    /// <returns>
    /// The key; null when SKEYID_e has no eight bytes for DES that are not weak (chance 2^-52 and less): phase 1 must fail then.
    /// </returns>
    public SecretBytes? EncryptionKey(SecretBytes skeyidE, EncryptionAlgorithm encryption)
    {
        ArgumentNullException.ThrowIfNull(skeyidE);
        ArgumentNullException.ThrowIfNull(encryption);
        if (encryption.KeyLength == DesKeyLength)
        {
            return FirstStrongDesKey(skeyidE.Span);
        }

        return encryption.KeyLength <= skeyidE.Length
            ? new SecretBytes(skeyidE.Span[..encryption.KeyLength])
            : Lengthen(skeyidE, encryption.KeyLength);
    }

    /// <summary>The keys of a pair of IPsec SAs.</summary>
    /// <param name="skeyidD">SKEYID_d of phase 1.</param>
    /// <param name="transform">The negotiated algorithms of the pair.</param>
    /// <param name="sa">What else they depend on.</param>
    /// <param name="sharedSecret">g(qm)^xy with perfect forward secrecy, otherwise null.</param>
    /// <returns>"Initiator" is who began the quick mode.</returns>
    public ChildSaKeys Child(SecretBytes skeyidD, PacketTransform transform, QuickModeSa sa, SecretBytes? sharedSecret)
    {
        ArgumentNullException.ThrowIfNull(skeyidD);
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(sa);
        int length = transform.EncryptionKeyLength + transform.IntegrityKeyLength;

        // The SPI of packets from the initiator is the one that the responder chose.
        using var initiator = new KeyMaterial(Keymat(skeyidD, sa, sa.ResponderSpi, sharedSecret, length));
        using var responder = new KeyMaterial(Keymat(skeyidD, sa, sa.InitiatorSpi, sharedSecret, length));
        return new ChildSaKeys
        {
            InitiatorEncryption = initiator.Take(transform.EncryptionKeyLength),
            InitiatorIntegrity = initiator.Take(transform.IntegrityKeyLength),
            ResponderEncryption = responder.Take(transform.EncryptionKeyLength),
            ResponderIntegrity = responder.Take(transform.IntegrityKeyLength),
        };
    }

    private Phase1Keys Derive(SecretBytes skeyid, SecretBytes sharedSecret, Phase1Exchange exchange)
    {
        SecretBytes derivation = Next(skeyid, [], sharedSecret, exchange, number: 0);
        SecretBytes authentication = Next(skeyid, derivation.Span, sharedSecret, exchange, number: 1);
        SecretBytes encryption = Next(skeyid, authentication.Span, sharedSecret, exchange, number: 2);
        return new Phase1Keys { Skeyid = skeyid, SkeyidD = derivation, SkeyidA = authentication, SkeyidE = encryption };
    }

    private SecretBytes Next(
        SecretBytes skeyid, ReadOnlySpan<byte> previous, SecretBytes sharedSecret, Phase1Exchange exchange, byte number)
    {
        Span<byte> cookies = stackalloc byte[CookiesLength];
        BinaryPrimitives.WriteUInt64BigEndian(cookies, exchange.InitiatorCookie);
        BinaryPrimitives.WriteUInt64BigEndian(cookies[sizeof(ulong)..], exchange.ResponderCookie);
        using PrfKey key = _prf.Expand(skeyid.Span);
        key.Append(previous);
        key.Append(sharedSecret.Span);
        key.Append(cookies);
        key.Append([number]);
        return Finish(key);
    }

    /// <summary>K1 = prf(SKEYID_e, 0), K2 = prf(SKEYID_e, K1), ...</summary>
    private SecretBytes Lengthen(SecretBytes skeyidE, int length)
    {
        using PrfKey key = _prf.Expand(skeyidE.Span);
        return SecretBytes.Create(
            length, (key, block: _prf.OutputLength), static (output, with) => Fill(output, with.key, with.block, [0], []));
    }

    /// <summary>K1 = prf(SKEYID_d, seed), K2 = prf(SKEYID_d, K1 | seed), ...</summary>
    private SecretBytes Keymat(SecretBytes skeyidD, QuickModeSa sa, uint spi, SecretBytes? sharedSecret, int length)
    {
        using SecretBytes seed = Seed(sa, spi, sharedSecret);
        using PrfKey key = _prf.Expand(skeyidD.Span);
        return SecretBytes.Create(
            length,
            (key, block: _prf.OutputLength, seed),
            static (output, with) => Fill(output, with.key, with.block, with.seed.Span, with.seed.Span));
    }

    /// <summary>[g(qm)^xy |] protocol | SPI | Ni_b | Nr_b.</summary>
    private static SecretBytes Seed(QuickModeSa sa, uint spi, SecretBytes? sharedSecret)
    {
        int secretLength = sharedSecret?.Length ?? 0;
        int length = secretLength + 1 + sizeof(uint) + sa.InitiatorNonce.Length + sa.ResponderNonce.Length;
        return SecretBytes.Create(length, (sa, spi, sharedSecret), static (output, parts) =>
        {
            if (parts.sharedSecret is { } secret)
            {
                secret.Span.CopyTo(output);
                output = output[secret.Length..];
            }

            output[0] = (byte)parts.sa.Protocol;
            BinaryPrimitives.WriteUInt32BigEndian(output[1..], parts.spi);
            output = output[(1 + sizeof(uint))..];
            parts.sa.InitiatorNonce.Span.CopyTo(output);
            parts.sa.ResponderNonce.Span.CopyTo(output[parts.sa.InitiatorNonce.Length..]);
        });
    }

    /// <summary>Fills the output with blocks, of which each but the first depends on the whole block before it.</summary>
    /// <param name="output">What is filled.</param>
    /// <param name="key">The keyed function.</param>
    /// <param name="blockLength">Bytes of its output.</param>
    /// <param name="first">The input of the first block.</param>
    /// <param name="next">What follows the block before in the input of the others.</param>
    private static void Fill(Span<byte> output, PrfKey key, int blockLength, ReadOnlySpan<byte> first, ReadOnlySpan<byte> next)
    {
        Span<byte> block = stackalloc byte[LongestOutput];
        block = block[..blockLength];
        key.Append(first);
        key.Finish(block);
        while (output.Length > block.Length)
        {
            block.CopyTo(output);
            output = output[block.Length..];
            key.Append(block);
            key.Append(next);
            key.Finish(block);
        }

        block[..output.Length].CopyTo(output);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>"The first eight non-weak and non-semi-weak bytes": of the eights in SKEYID_e the first that is no weak key.</summary>
    private static SecretBytes? FirstStrongDesKey(ReadOnlySpan<byte> skeyidE)
    {
        for (; skeyidE.Length >= DesKeyLength; skeyidE = skeyidE[DesKeyLength..])
        {
            if (!DesWeakKeys.Contains(skeyidE[..DesKeyLength]))
            {
                return new SecretBytes(skeyidE[..DesKeyLength]);
            }
        }

        return null;
    }

    private SecretBytes Finish(PrfKey key) => SecretBytes.Create(_prf.OutputLength, key, static (output, with) => with.Finish(output));
}
