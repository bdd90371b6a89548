namespace UniBind.Grid.Encoding;

/// <summary>Whether items of unequal length may share a Run, the shorter ones filled up.</summary>
public enum PaddingMode
{
    /// <summary>Measured when the encoder is loaded: <see cref="Allow"/> where filling up changes no vector by more than 1e-6, else <see cref="Equal"/>.</summary>
    Auto,

    /// <summary>The model masks the filling, so that it changes no vector.</summary>
    Allow,

    /// <summary>Only items of equal length share a Run: for models without a mask.</summary>
    Equal,
}
