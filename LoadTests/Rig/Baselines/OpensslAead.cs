using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Native;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>OpenSSL's AES-GCM or ChaCha20-Poly1305 alone: one EVP context with its key expanded once.</summary>
internal sealed unsafe class OpensslAead : IMeasured
{
    private readonly CipherLoad _load;
    private readonly AeadNonce _nonce;
    private readonly byte[] _plaintext;
    private readonly nint _context = Libcrypto.NewContext();

    /// <param name="load">Of a combined suite.</param>
    public OpensslAead(CipherLoad load)
    {
        _load = load;
        _nonce = new AeadNonce(load.Salt);
        _plaintext = GC.AllocateArray<byte>(load.TextLength, pinned: true);
        string algorithm = SuiteFamilies.Of(load.Suite) == SuiteFamily.AesGcm
            ? $"EVP_aes_{load.CipherKey.Length * 8}_gcm"
            : "EVP_chacha20_poly1305";
        fixed (byte* key = load.CipherKey)
        {
            Libcrypto.CipherInit(_context, Libcrypto.Algorithm(algorithm), 0, key, null, 1);
        }

        SealAll();
        if (!load.Seals)
        {
            Libcrypto.CipherInit(_context, 0, 0, null, null, 0);
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
    public void Dispose() => Libcrypto.FreeContext(_context);

    private void SealAll()
    {
        for (int i = 0; i < _load.Count; i++)
        {
            byte* packet = Begin(i, _nonce.NextInto(_load.Iv(i)));
            byte* text = packet + CipherLoad.AssociatedLength + _load.IvLength;
            int written;
            Libcrypto.CipherUpdate(_context, text, &written, text, _load.TextLength);
            Libcrypto.CipherFinal(_context, text + _load.TextLength, &written);
            Libcrypto.Control(_context, Libcrypto.GetTag, _load.IcvLength, text + _load.TextLength);
        }
    }

    private void OpenAll()
    {
        fixed (byte* plaintext = _plaintext)
        {
            for (int i = 0; i < _load.Count; i++)
            {
                byte* packet = Begin(i, _nonce.Of(_load.Iv(i)));
                byte* text = packet + CipherLoad.AssociatedLength + _load.IvLength;
                int written;
                Libcrypto.Control(_context, Libcrypto.SetTag, _load.IcvLength, text + _load.TextLength);
                Libcrypto.CipherUpdate(_context, plaintext, &written, text, _load.TextLength);
                if (Libcrypto.CipherFinal(_context, plaintext, &written) != 1)
                {
                    throw new InvalidOperationException("OpenSSL refuses what it has sealed.");
                }
            }
        }
    }

    private byte* Begin(int index, byte[] nonce)
    {
        byte* packet = _load.AddressOf(index);
        int written;
        fixed (byte* iv = nonce)
        {
            Libcrypto.CipherInit(_context, 0, 0, null, iv, -1);
        }

        Libcrypto.CipherUpdate(_context, null, &written, packet, CipherLoad.AssociatedLength);
        return packet;
    }
}
