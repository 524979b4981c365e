using System.Runtime.InteropServices;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>ipsec-mb's AES-GCM alone: a direct call of the function for this processor, a packet each, in place.</summary>
internal sealed unsafe class IpsecMbGcm : IMeasured
{
    private const int Alignment = 64;

    private readonly CipherLoad _load;
    private readonly AeadNonce _nonce;
    private readonly byte* _key = (byte*)NativeMemory.AlignedAlloc(IpsecMb.GcmMemoryLength, Alignment);
    private readonly byte* _context = (byte*)NativeMemory.AlignedAlloc(IpsecMb.GcmMemoryLength, Alignment);

    // key, context, output, input, length, IV, associated bytes, their length, tag, its length
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> _crypt;

    /// <param name="load">Of AES-GCM.</param>
    public IpsecMbGcm(CipherLoad load)
    {
        _load = load;
        _nonce = new AeadNonce(load.Salt);
        int bits = load.CipherKey.Length * 8;
        string work = load.Seals ? "enc" : "dec";
        nint crypt = IpsecMb.Require($"aes_gcm_{work}_{bits}_{IpsecMb.GcmArchitecture}");
        _crypt = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void>)crypt;
        var expand = (delegate* unmanaged[Cdecl]<byte*, byte*, void>)IpsecMb.Require($"aes_gcm_pre_{bits}_{IpsecMb.GcmArchitecture}");
        fixed (byte* key = load.CipherKey)
        {
            expand(key, _key);
        }
    }

    /// <inheritdoc/>
    public string Name => BaselineNames.IpsecMb;

    /// <inheritdoc/>
    public int PacketsPerTurn => _load.Count;

    /// <inheritdoc/>
    public void Prepare()
    {
    }

    /// <inheritdoc/>
    public void Run()
    {
        for (int i = 0; i < _load.Count; i++)
        {
            byte* packet = _load.AddressOf(i);
            byte* text = packet + CipherLoad.AssociatedLength + _load.IvLength;
            fixed (byte* iv = _nonce.NextInto(_load.Iv(i)))
            {
                // Opening computes the tag and leaves the comparison to the caller: any text will do.
                _crypt(
                    _key, _context, text, text, (ulong)_load.TextLength, iv,
                    packet, CipherLoad.AssociatedLength, text + _load.TextLength, (ulong)_load.IcvLength);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_key);
        NativeMemory.AlignedFree(_context);
    }
}
