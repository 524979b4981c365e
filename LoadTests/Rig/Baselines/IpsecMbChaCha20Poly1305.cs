using System.Runtime.InteropServices;
using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>ChaCha20-Poly1305 (RFC 7634) for ipsec-mb.</summary>
internal sealed unsafe class IpsecMbChaCha20Poly1305 : IIpsecMbRecipe
{
    private const int NonceLength = 12;

    private byte* _key;
    private byte* _nonces;
    private AeadNonce? _next;

    /// <inheritdoc/>
    public void Expand(CipherLoad load)
    {
        _key = (byte*)NativeMemory.Alloc((nuint)load.CipherKey.Length);
        load.CipherKey.CopyTo(new Span<byte>(_key, load.CipherKey.Length));
        // Jobs of a burst are worked on together: each has a nonce of its own.
        _nonces = (byte*)NativeMemory.Alloc((nuint)(load.Count * NonceLength));
        _next = new AeadNonce(load.Salt);
    }

    /// <inheritdoc/>
    public void Describe(ref IpsecMbJob job, CipherLoad load, int index)
    {
        byte* packet = load.AddressOf(index);
        byte* text = packet + CipherLoad.AssociatedLength + load.IvLength;
        byte* nonce = _nonces + (index * NonceLength);
        _next!.NextInto(load.Iv(index)).CopyTo(new Span<byte>(nonce, NonceLength));
        job.CipherMode = IpsecMbJob.CipherChaCha20Poly1305;
        job.HashAlgorithm = IpsecMbJob.HashChaCha20Poly1305;
        job.EncryptionKeys = _key;
        job.DecryptionKeys = _key;
        job.KeyLength = (ulong)load.CipherKey.Length;
        job.Source = text;
        job.Destination = text;
        job.CipherOffset = 0;
        job.CipherLength = (ulong)load.TextLength;
        job.HashOffset = 0;
        job.HashLength = (ulong)load.TextLength;
        job.Iv = nonce;
        job.IvLength = NonceLength;
        job.InnerStateOrAssociated = packet;
        job.AssociatedLength = CipherLoad.AssociatedLength;
        job.Tag = text + load.TextLength;
        job.TagLength = (ulong)load.IcvLength;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_key);
        NativeMemory.Free(_nonces);
    }
}
