using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Crypto.Signatures;

/// <summary>A private key that signs. Safe on all threads; erased when disposed, and never shown.</summary>
public sealed class PrivateKey : IDisposable
{
    private readonly Lock _oneAtATime = new();
    private readonly ISigner _signer;
    private bool _disposed;

    /// <summary>Owns <paramref name="signer"/>, whose public key is <paramref name="publicKey"/>.</summary>
    internal PrivateKey(ISigner signer, PublicKey publicKey)
    {
        _signer = signer;
        PublicKey = publicKey;
    }

    /// <summary>The public half: the key of a certificate when the encoded bytes are the same.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>What kind of key it is.</summary>
    public KeyKind Kind => PublicKey.Kind;

    /// <summary>Reads a private key from the content of a file.</summary>
    /// <param name="file">PEM or DER: PKCS#8 (RFC 5958), encrypted PKCS#8, PKCS#1 (RSA), SEC1 (EC). At most 64 KiB.</param>
    /// <param name="passphrase">For an encrypted key; empty when there is none.</param>
    /// <param name="allowLegacy">Also takes RSA from 1024 bits on.</param>
    /// <param name="key">The key, which the caller disposes; null when it is refused.</param>
    /// <param name="problem">Why it is refused.</param>
    /// <returns>False when it is refused.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> file,
        ReadOnlySpan<char> passphrase,
        bool allowLegacy,
        [NotNullWhen(true)] out PrivateKey? key,
        out KeyProblem problem)
    {
        key = PrivateKeyReader.Read(file, passphrase, allowLegacy, out problem);
        return key is not null;
    }

    /// <summary>Signs a message.</summary>
    /// <param name="algorithm">A row of the catalogue that fits the key and is not legacy.</param>
    /// <param name="message">What to sign, unhashed.</param>
    /// <returns>The signature alone, as it stands in an AUTH payload behind the algorithm identifier, if there is one.</returns>
    /// <exception cref="ArgumentException">The algorithm does not fit, or is legacy.</exception>
    /// <exception cref="ObjectDisposedException">The key has been erased.</exception>
    public byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!algorithm.Fits(Kind) || algorithm.IsLegacy)
        {
            throw new ArgumentException($"A key of kind {Kind} does not sign by {algorithm.Name}.", nameof(algorithm));
        }

        // The keys of .NET do not promise to be safe on two threads.
        lock (_oneAtATime)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _signer.Sign(algorithm, message);
        }
    }

    /// <summary>Signs a digest as it is, without a word about the function that made it: what IKEv1 asks for (RFC 2409 §5.1, RFC 4754 §7).</summary>
    /// <param name="digest">What to sign: at most 64 bytes.</param>
    /// <returns>RSA: PKCS#1 v1.5 block type 1 around the bare digest. ECDSA: r and s one behind the other, each as long as the field.</returns>
    /// <exception cref="NotSupportedException">The key is Ed25519 or Ed448.</exception>
    /// <exception cref="ArgumentException">The digest is empty or too long.</exception>
    /// <exception cref="ObjectDisposedException">The key has been erased.</exception>
    public byte[] SignDigest(ReadOnlySpan<byte> digest)
    {
        if (!Kind.SignsDigests())
        {
            throw new NotSupportedException($"A key of kind {Kind} signs no digests.");
        }

        if (digest.Length is 0 or > PublicKey.LongestDigest)
        {
            throw new ArgumentException("A digest has 1 to 64 bytes.", nameof(digest));
        }

        lock (_oneAtATime)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _signer.SignDigest(digest);
        }
    }

    /// <summary>Erases the key; again is harmless.</summary>
    public void Dispose()
    {
        lock (_oneAtATime)
        {
            _disposed = true;
            _signer.Dispose();
        }
    }

    /// <summary>Kind and size, never the key: safe in a log.</summary>
    public override string ToString() => $"PrivateKey({PublicKey})";
}
