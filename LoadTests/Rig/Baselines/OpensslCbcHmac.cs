using System.Security.Cryptography;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>OpenSSL's AES-CBC and HMAC alone: contexts with their keys expanded once.</summary>
internal sealed unsafe class OpensslCbcHmac : IMeasured
{
    private readonly CipherLoad _load;
    private readonly byte[] _plaintext;
    private readonly byte[] _mac;
    private readonly nint _cipher = Libcrypto.NewContext();
    private readonly nint _hmac = Libcrypto.NewHmac();

    /// <param name="load">Of AES-CBC with an HMAC.</param>
    public OpensslCbcHmac(CipherLoad load)
    {
        _load = load;
        HmacHash hash = HmacHash.Of(load.Suite.Integrity);
        _plaintext = GC.AllocateArray<byte>(load.TextLength, pinned: true);
        _mac = GC.AllocateArray<byte>(hash.MacLength, pinned: true);
        fixed (byte* cipherKey = load.CipherKey, integrityKey = load.IntegrityKey)
        {
            nint cipher = Libcrypto.Algorithm($"EVP_aes_{load.CipherKey.Length * 8}_cbc");
            Libcrypto.CipherInit(_cipher, cipher, 0, cipherKey, null, load.Seals ? 1 : 0);
            Libcrypto.HmacInit(_hmac, integrityKey, load.IntegrityKey.Length, Libcrypto.Algorithm($"EVP_sha{hash.Bits}"), 0);
        }

        if (!load.Seals)
        {
            // Whatever the text is: with the right MAC it will be opened.
            for (int i = 0; i < load.Count; i++)
            {
                ComputeMac(i);
                _mac.AsSpan(0, load.IcvLength).CopyTo(load.Icv(i));
            }
        }
    }

    /// <inheritdoc/>
    public string Name => BaselineNames.Openssl;

    /// <inheritdoc/>
    public int PacketsPerTurn => _load.Count;

    /// <inheritdoc/>
    public void Prepare()
    {
    }

    /// <inheritdoc/>
    public void Run()
    {
        if (_load.Seals)
        {
            SealAll();
        }
        else
        {
            OpenAll();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Libcrypto.FreeContext(_cipher);
        Libcrypto.FreeHmac(_hmac);
    }

    private void SealAll()
    {
        for (int i = 0; i < _load.Count; i++)
        {
            Crypt(i, _load.AddressOf(i) + CipherLoad.AssociatedLength + _load.IvLength);
            ComputeMac(i);
            _mac.AsSpan(0, _load.IcvLength).CopyTo(_load.Icv(i));
        }
    }

    private void OpenAll()
    {
        fixed (byte* plaintext = _plaintext)
        {
            for (int i = 0; i < _load.Count; i++)
            {
                ComputeMac(i);
                if (!CryptographicOperations.FixedTimeEquals(_mac.AsSpan(0, _load.IcvLength), _load.Icv(i)))
                {
                    throw new InvalidOperationException("OpenSSL refuses what it has sealed.");
                }

                Crypt(i, plaintext);
            }
        }
    }

    private void Crypt(int index, byte* output)
    {
        byte* iv = _load.AddressOf(index) + CipherLoad.AssociatedLength;
        int written;
        Libcrypto.CipherInit(_cipher, 0, 0, null, iv, -1);
        Libcrypto.SetPadding(_cipher, 0);
        Libcrypto.CipherUpdate(_cipher, output, &written, iv + _load.IvLength, _load.TextLength);
    }

    private void ComputeMac(int index)
    {
        uint length;
        fixed (byte* mac = _mac)
        {
            Libcrypto.HmacInit(_hmac, null, 0, 0, 0);
            Libcrypto.HmacUpdate(_hmac, _load.AddressOf(index), CipherLoad.AssociatedLength + _load.IvLength + _load.TextLength);
            Libcrypto.HmacFinal(_hmac, mac, &length);
        }
    }
}
