using Pipeline.Crypto.Transforms;
using Pipeline.LoadTests.Rig.Measuring;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>One of our own kernels alone: <see cref="PacketTransform.Seal"/> or <see cref="PacketTransform.Open"/> of prepared batches.</summary>
internal sealed class KernelWork : IMeasured
{
    private const int BatchJobs = 64;

    private readonly CipherLoad _load;
    private readonly PacketTransform _transform;
    private readonly PacketKey _key;
    private readonly SealJob[] _seals;
    private readonly OpenJob[] _opens;
    private ulong _sequence;

    /// <param name="load">The texts.</param>
    /// <param name="transform">The suite on some set of kernels.</param>
    /// <param name="name">For tables.</param>
    public KernelWork(CipherLoad load, PacketTransform transform, string name = BaselineNames.Kernel)
    {
        (_load, _transform, Name) = (load, transform, name);
        _key = transform.CreateKey(load.EncryptionKey, load.IntegrityKey);
        _seals = [.. Enumerable.Range(0, load.Count).Select(SealJobOf)];
        _opens = [.. Enumerable.Range(0, load.Count).Select(OpenJobOf)];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int PacketsPerTurn => _load.Count;

    /// <inheritdoc/>
    public void Prepare()
    {
        for (int i = 0; i < _seals.Length; i++)
        {
            _seals[i].Sequence = ++_sequence;
            _opens[i].Sequence = _sequence;
        }

        if (!_load.Seals)
        {
            Seal();
        }
    }

    /// <inheritdoc/>
    public void Run()
    {
        if (_load.Seals)
        {
            Seal();
            return;
        }

        for (int first = 0; first < _opens.Length; first += BatchJobs)
        {
            _transform.Open(_opens.AsSpan(first, Math.Min(BatchJobs, _opens.Length - first)));
        }

        if (!_opens[^1].Authentic)
        {
            throw new InvalidOperationException($"{_transform.Name}: the kernel refuses what it has sealed.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private void Seal()
    {
        for (int first = 0; first < _seals.Length; first += BatchJobs)
        {
            _transform.Seal(_seals.AsSpan(first, Math.Min(BatchJobs, _seals.Length - first)));
        }
    }

    private SealJob SealJobOf(int index)
    {
        int iv = _load.OffsetOf(index) + CipherLoad.AssociatedLength;
        return new SealJob
        {
            Key = _key,
            Packet = _load.Memory.View,
            Associated = _load.Memory.View,
            AssociatedOffset = _load.OffsetOf(index),
            AssociatedLength = CipherLoad.AssociatedLength,
            IvOffset = iv,
            TextOffset = iv + _load.IvLength,
            TextLength = _load.TextLength,
            IcvOffset = iv + _load.IvLength + _load.TextLength,
        };
    }

    private OpenJob OpenJobOf(int index)
    {
        SealJob seal = _seals[index];
        return new OpenJob
        {
            Key = seal.Key,
            Packet = seal.Packet,
            Associated = seal.Associated,
            AssociatedOffset = seal.AssociatedOffset,
            AssociatedLength = seal.AssociatedLength,
            IvOffset = seal.IvOffset,
            TextOffset = seal.TextOffset,
            TextLength = seal.TextLength,
            IcvOffset = seal.IcvOffset,
        };
    }
}
