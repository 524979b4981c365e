using System.Security.Cryptography;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>.NET's AesGcm or ChaCha20Poly1305 alone.</summary>
internal sealed class DotnetAead : IMeasured
{
    private delegate void Aead(byte[] nonce, Span<byte> text, Span<byte> tag, Span<byte> output, Span<byte> associated);

    private readonly CipherLoad _load;
    private readonly AeadNonce _nonce;
    private readonly byte[] _plaintext;
    private readonly IDisposable _key;
    private readonly Aead _seal;
    private readonly Aead _open;

    /// <param name="load">Of a combined suite.</param>
    public DotnetAead(CipherLoad load)
    {
        _load = load;
        _nonce = new AeadNonce(load.Salt);
        _plaintext = new byte[load.TextLength];
        if (SuiteFamilies.Of(load.Suite) == SuiteFamily.AesGcm)
        {
            var key = new AesGcm(load.CipherKey, load.IcvLength);
            (_key, _seal) = (key, (nonce, text, tag, output, associated) => key.Encrypt(nonce, text, output, tag, associated));
            _open = (nonce, text, tag, output, associated) => key.Decrypt(nonce, text, tag, output, associated);
        }
        else
        {
            var key = new ChaCha20Poly1305(load.CipherKey);
            (_key, _seal) = (key, (nonce, text, tag, output, associated) => key.Encrypt(nonce, text, output, tag, associated));
            _open = (nonce, text, tag, output, associated) => key.Decrypt(nonce, text, tag, output, associated);
        }

        if (!load.Seals)
        {
            // Opened again and again, into memory apart: .NET throws for what is not authentic.
            SealAll();
        }
    }

    /// <inheritdoc/>
    public string Name => BaselineNames.Dotnet;

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
            return;
        }

        for (int i = 0; i < _load.Count; i++)
        {
            _open(_nonce.Of(_load.Iv(i)), _load.Text(i), _load.Icv(i), _plaintext, _load.Associated(i));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private void SealAll()
    {
        for (int i = 0; i < _load.Count; i++)
        {
            _seal(_nonce.NextInto(_load.Iv(i)), _load.Text(i), _load.Icv(i), _load.Text(i), _load.Associated(i));
        }
    }
}
