using System.Security.Cryptography;
using Pipeline.LoadTests.Rig.Measuring;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>.NET's one-shots for AES-CBC and HMAC alone.</summary>
internal sealed class DotnetCbcHmac : IMeasured
{
    private readonly CipherLoad _load;
    private readonly HmacHash _hash;
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _plaintext;
    private readonly byte[] _mac;

    /// <param name="load">Of AES-CBC with an HMAC.</param>
    public DotnetCbcHmac(CipherLoad load)
    {
        _load = load;
        _hash = HmacHash.Of(load.Suite.Integrity);
        _aes.SetKey(load.CipherKey);
        _plaintext = new byte[load.TextLength];
        _mac = new byte[_hash.MacLength];
        if (!load.Seals)
        {
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
        }
        else
        {
            OpenAll();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();

    private void SealAll()
    {
        for (int i = 0; i < _load.Count; i++)
        {
            _aes.EncryptCbc(_load.Text(i), _load.Iv(i), _load.Text(i), PaddingMode.None);
            ComputeMac(i);
            _mac.AsSpan(0, _load.IcvLength).CopyTo(_load.Icv(i));
        }
    }

    private void OpenAll()
    {
        for (int i = 0; i < _load.Count; i++)
        {
            ComputeMac(i);
            if (!CryptographicOperations.FixedTimeEquals(_mac.AsSpan(0, _load.IcvLength), _load.Icv(i)))
            {
                throw new InvalidOperationException(".NET refuses what it has sealed.");
            }

            _aes.DecryptCbc(_load.Text(i), _load.Iv(i), _plaintext, PaddingMode.None);
        }
    }

    private void ComputeMac(int index) =>
        CryptographicOperations.HmacData(_hash.Name, _load.IntegrityKey, _load.Authenticated(index), _mac);
}
