using System.Runtime.InteropServices;
using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>AES-CBC with HMAC-SHA-1 or SHA-2 for ipsec-mb.</summary>
internal sealed unsafe class IpsecMbCbcHmac : IIpsecMbRecipe
{
    private const int Alignment = 64;
    private const int RoundKeysLength = 15 * 16;
    private const int StateLength = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;

    private readonly byte* _encryptionKeys = (byte*)NativeMemory.AlignedAlloc(RoundKeysLength, Alignment);
    private readonly byte* _decryptionKeys = (byte*)NativeMemory.AlignedAlloc(RoundKeysLength, Alignment);
    private readonly byte* _innerState = (byte*)NativeMemory.AlignedAlloc(StateLength, Alignment);
    private readonly byte* _outerState = (byte*)NativeMemory.AlignedAlloc(StateLength, Alignment);
    private int _hash;

    /// <inheritdoc/>
    public void Expand(CipherLoad load)
    {
        HmacHash hash = HmacHash.Of(load.Suite.Integrity);
        // IMB_AUTH_HMAC_SHA_1 = 1, _224 = 2, _256 = 3, _384 = 4, _512 = 5.
        _hash = hash.Bits switch { 1 => 1, 256 => 3, 384 => 4, _ => 5 };
        int bits = load.CipherKey.Length * 8;
        var expand = (delegate* unmanaged[Cdecl]<byte*, byte*, byte*, void>)IpsecMb.Require($"aes_keyexp_{bits}_avx512");
        fixed (byte* key = load.CipherKey)
        {
            expand(key, _encryptionKeys, _decryptionKeys);
        }

        ExpandHmac(hash, load.IntegrityKey, InnerPad, _innerState);
        ExpandHmac(hash, load.IntegrityKey, OuterPad, _outerState);
    }

    /// <inheritdoc/>
    public void Describe(ref IpsecMbJob job, CipherLoad load, int index)
    {
        byte* packet = load.AddressOf(index);
        int front = CipherLoad.AssociatedLength + load.IvLength;
        job.CipherMode = IpsecMbJob.CipherCbc;
        job.HashAlgorithm = _hash;
        job.EncryptionKeys = _encryptionKeys;
        job.DecryptionKeys = _decryptionKeys;
        job.KeyLength = (ulong)load.CipherKey.Length;
        job.Source = packet;
        job.Destination = packet + front;
        job.CipherOffset = (ulong)front;
        job.CipherLength = (ulong)load.TextLength;
        job.HashOffset = 0;
        job.HashLength = (ulong)(front + load.TextLength);
        job.Iv = packet + CipherLoad.AssociatedLength;
        job.IvLength = (ulong)load.IvLength;
        job.InnerStateOrAssociated = _innerState;
        job.OuterState = _outerState;
        job.Tag = packet + front + load.TextLength;
        job.TagLength = (ulong)load.IcvLength;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_encryptionKeys);
        NativeMemory.AlignedFree(_decryptionKeys);
        NativeMemory.AlignedFree(_innerState);
        NativeMemory.AlignedFree(_outerState);
    }

    /// <summary>The hash's state after the key's block (RFC 2104 §4).</summary>
    private static void ExpandHmac(HmacHash hash, byte[] key, byte pad, byte* state)
    {
        byte* block = stackalloc byte[hash.BlockLength];
        new Span<byte>(block, hash.BlockLength).Fill(pad);
        for (int i = 0; i < key.Length; i++)
        {
            block[i] ^= key[i];
        }

        var oneBlock = (delegate* unmanaged[Cdecl]<byte*, byte*, void>)IpsecMb.Require($"sha{hash.Bits}_one_block_avx512");
        oneBlock(block, state);
    }
}
