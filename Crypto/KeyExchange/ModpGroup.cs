using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Pipeline.Crypto.KeyExchange.Native;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>Integers modulo a safe prime with generator 2 (RFC 2409 §6, RFC 3526).</summary>
internal sealed class ModpGroup : DiffieHellmanGroup
{
    private static readonly byte[] Generator = [2];

    private readonly byte[] _prime;
    private readonly byte[] _largestValue;
    private readonly int _exponentLength;

    // Preparing a modulus takes as long as a few multiplications of 8192 bits; most gateways use one group.
    private readonly Lazy<IModulus> _modulus;

    private ModpGroup(int bits, Func<byte[], IModulus> prepare)
    {
        _prime = ModpPrimes.OfBits(bits);
        _largestValue = [.. _prime];
        _largestValue[^1] -= 2;
        _exponentLength = ExponentLength(bits);
        _modulus = new Lazy<IModulus>(() => prepare(_prime));
    }

    /// <inheritdoc/>
    internal override int PublicLength => _prime.Length;

    /// <inheritdoc/>
    internal override int SecretLength => _prime.Length;

    /// <summary>The group of <paramref name="bits"/> bits, on libcrypto where it is there.</summary>
    internal static ModpGroup OfBits(int bits) => Libcrypto.Instance is { } library ? OnLibcrypto(bits, library) : Managed(bits);

    /// <summary>The group on libcrypto.</summary>
    internal static ModpGroup OnLibcrypto(int bits, Libcrypto library) => new(bits, prime => new LibcryptoModulus(library, prime));

    /// <summary>The group in managed code.</summary>
    internal static ModpGroup Managed(int bits) => new(bits, prime => new MontgomeryModulus(prime));

    /// <inheritdoc/>
    public override InitiatedExchange Initiate(IRandomSource random) => new Ephemeral(this, random);

    /// <summary>
    /// Bytes of a private exponent: at least twice the strength of the group (NIST SP 800-56A rev. 3 §5.6.1.1, RFC 7919 §5.2; the
    /// lower estimates of RFC 3526 §8).
    /// </summary>
    /// <remarks>
    /// The cost grows with the length, and a full-length exponent adds nothing. To find a short one takes 2^(half its bits) steps,
    /// more than the number field sieve needs for the group; and p is a safe prime, so that values of small order, which would tell
    /// an exponent piece by piece, are 1 and p - 1 alone, and those are refused. With 2048 bits a power takes 0.28 ms so and 2.0 ms
    /// with a full-length exponent. Whole 64-bit words, because constant-time code pays for whole words.
    /// </remarks>
    private static int ExponentLength(int bits) => bits switch
    {
        <= 2048 => 32,
        <= 3072 => 40,
        <= 6144 => 48,
        _ => 56,
    };

    /// <summary>RFC 6989 §2.1: for safe primes, 1 &lt; value &lt; p - 1 leaves out all small subgroups.</summary>
    private bool IsAcceptable(ReadOnlySpan<byte> value) =>
        value.Length == _prime.Length
        && value.SequenceCompareTo(_largestValue) <= 0
        && (value[..^1].ContainsAnyExcept((byte)0) || value[^1] > 1);

    private sealed class Ephemeral : InitiatedExchange
    {
        private readonly ModpGroup _group;
        private readonly SecretBytes _exponent;
        private readonly byte[] _publicValue;

        internal Ephemeral(ModpGroup group, IRandomSource random)
        {
            _group = group;
            _exponent = SecretBytes.Create(group._exponentLength, random, static (bytes, source) =>
            {
                source.Fill(bytes);

                // Never zero or short, whatever the source.
                bytes[0] |= 0x80;
            });
            _publicValue = new byte[group.PublicLength];
            group._modulus.Value.Power(Generator, _exponent.Span, _publicValue);
        }

        public override ReadOnlyMemory<byte> PublicValue => _publicValue;

        public override bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret)
        {
            ReadOnlySpan<byte> exponent = _exponent.Span;
            secret = null;
            if (!_group.IsAcceptable(responderValue))
            {
                return false;
            }

            // RFC 7296 §2.14: g^ir is as long as the modulus, zeros in front.
            byte[] agreed = GC.AllocateArray<byte>(_group.SecretLength, pinned: true);
            _group._modulus.Value.Power(responderValue, exponent, agreed);
            secret = new SecretBytes(agreed);
            CryptographicOperations.ZeroMemory(agreed);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _exponent.Dispose();
            }
        }
    }
}
