//! A person without a browser, for what a browser hides: statuses, headers, bytes.

use std::io::Read as _;

use crate::scene::PASSWORD;

/// A person's HTTP client without a browser, for what a browser hides.
pub(crate) struct Person {
    agent: ureq::Agent,
    url: String,
    cookie: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Person {
    pub(crate) fn nobody(url: &str) -> Self {
        let agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        Self { agent, url: url.to_owned(), cookie: String::new() }
    }

    pub(crate) fn logged_in(url: &str, login: &str) -> Self {
        let mut person = Self::nobody(url);
        let answer = person.log_in(login, PASSWORD);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("set-cookie").split(';').next().unwrap().clone_into(&mut person.cookie);
        person
    }

    pub(crate) fn log_in(&self, login: &str, password: &str) -> Answer {
        self.post("/login", &[("login", login), ("password", password)], None)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        answer(request.call().unwrap())
    }

    pub(crate) fn post(&self, path: &str, form: &[(&str, &str)], origin: Option<&str>) -> Answer {
        let mut request = self.agent.post(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        answer(request.send_form(form.iter().copied()).unwrap())
    }
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let mut body = Vec::new();
    response.body_mut().as_reader().read_to_end(&mut body).unwrap();
    Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
}
