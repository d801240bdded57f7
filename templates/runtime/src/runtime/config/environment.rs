//! The environment variables of `Client::from_env`.

use std::env::{self, VarError};

use super::builder::{ClientBuilder, invalid};
use super::mode::Defaults;
use crate::runtime::api::{Api, Variables};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::BaseUrl;

impl<M> ClientBuilder<M> {
    /// Creates a builder with the settings in the environment variables of an API.
    pub(crate) fn from_env(api: &'static Api, defaults: &'static Defaults) -> Result<Self, Error> {
        let (account, token) = credentials(&api.variables)?;
        let builder = Self::new(api, account, token, defaults);
        let name = api.variables.base_url;
        let Some(url) = variable(name)? else { return Ok(builder) };
        BaseUrl::parse(&url, false)
            .map_err(|reason| invalid(&format!("environment variable `{name}`"), reason))?;
        Ok(builder.base_url(url))
    }
}

/// Returns the account and the token. One that the API does not use is empty.
fn credentials(variables: &Variables) -> Result<(String, String), Error> {
    let Variables { account, token, .. } = *variables;
    let read = |name: &'static str| match name {
        "" => Ok(Some(String::new())),
        name => variable(name),
    };
    match (read(account)?, read(token)?) {
        (Some(account), Some(token)) => Ok((account, token)),
        (found, _) => {
            let missing = if found.is_none() { account } else { token };
            let names = [account, token].into_iter().filter(|name| !name.is_empty());
            let names = names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
            let message = format!("environment variable `{missing}` is not set (expected {names})");
            Err(Error::with_message(ErrorKind::Request, message))
        }
    }
}

/// Returns the value of an environment variable that is set and not empty.
fn variable(name: &str) -> Result<Option<String>, Error> {
    // `env::var` does not accept an empty name on all systems
    if name.is_empty() {
        return Ok(None);
    }
    match env::var(name) {
        Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            Err(invalid(&format!("environment variable `{name}`"), "is not valid UTF-8"))
        }
    }
}
